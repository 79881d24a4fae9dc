package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Limits;
import io.sluice.core.Place;
import io.sluice.core.StateView.Pause;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One channel of a tree, as CHANNEL keeps it. Changed in memory by each event and written once a command.
 *
 * <p>Stays as long as jobs were ever there: its sums go on.
 */
final class ChannelRecord {

    private static final int VERSION = 1;

    final ChannelPath path;
    final ChannelCounts counts;

    /** READY jobs by type; a type without any is not in it. */
    final TreeMap<String, Line> lines = new TreeMap<>();

    private Optional<Limits> own = Optional.empty();
    private Optional<Pause> pause = Optional.empty();

    ChannelRecord(ChannelPath path) {
        this(path, new ChannelCounts());
    }

    private ChannelRecord(ChannelPath path, ChannelCounts counts) {
        this.path = path;
        this.counts = counts;
    }

    /**
     * READY jobs of one type.
     *
     * @param count how many
     * @param start no job stands before this place: a scan from the range's very start would walk all that was ever released
     */
    record Line(long count, Place start) {}

    Optional<Limits> own() {
        return own;
    }

    Optional<Pause> pause() {
        return pause;
    }

    void configure(Limits limits) {
        own = Optional.of(limits);
    }

    void pause(Optional<Pause> pause) {
        this.pause = pause;
    }

    /** Whether no READY job of the type stood here before this one. */
    boolean arrive(String type, Place place) {
        Line before = lines.get(type);
        if (before == null) {
            lines.put(type, new Line(1, place));
            return true;
        }
        Place start = place.compareTo(before.start()) < 0 ? place : before.start();
        lines.put(type, new Line(before.count() + 1, start));
        return false;
    }

    /** A READY job goes; {@code start}: none stands before that place now. */
    void depart(String type, Place start) {
        Line before = lines.get(type);
        if (before.count() == 1) {
            lines.remove(type);
        } else {
            lines.put(type, new Line(before.count() - 1, start));
        }
    }

    long ready() {
        return lines.values().stream().mapToLong(Line::count).sum();
    }

    byte[] write() {
        ValueWriter writer = ValueWriter.version(VERSION)
                .list(lines.entrySet(), ChannelRecord::writeLine)
                .bytes(counts.write());
        writer.optional(own, LimitsValue::write);
        writer.optional(pause, ChannelRecord::writePause);
        return writer.toBytes();
    }

    static ChannelRecord read(byte[] key, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        Map<String, Line> lines = new TreeMap<>();
        int types = reader.smallNumber();
        for (int i = 0; i < types; i++) {
            readLine(ValueReader.block(reader.bytes()), lines);
        }
        ChannelRecord read =
                new ChannelRecord(Keys.channelOf(key), ChannelCounts.read(ValueReader.block(reader.bytes())));
        read.lines.putAll(lines);
        read.own = reader.optional(LimitsValue::read);
        read.pause = reader.optional(ChannelRecord::readPause);
        return read;
    }

    private static void writeLine(ValueWriter writer, Map.Entry<String, Line> line) {
        writer.bytes(ValueWriter.block()
                .text(line.getKey())
                .number(line.getValue().count())
                .signed(line.getValue().start().priority())
                .number(line.getValue().start().seq())
                .toBytes());
    }

    private static void readLine(ValueReader block, Map<String, Line> lines) {
        String type = block.text();
        long count = block.number();
        lines.put(type, new Line(count, new Place((int) block.signed(), block.number())));
    }

    private static void writePause(ValueWriter writer, Pause pause) {
        writer.bytes(ValueWriter.block()
                .text(pause.reason())
                .text(pause.by())
                .number(pause.at())
                .toBytes());
    }

    private static Pause readPause(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new Pause(block.text(), block.text(), block.number());
    }
}
