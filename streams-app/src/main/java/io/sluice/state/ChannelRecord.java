package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Limits;
import io.sluice.core.Place;
import io.sluice.core.StateView;
import io.sluice.core.StateView.Pause;
import io.sluice.core.Tokens;
import java.util.List;
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

    /** The number of the channels file that was the last when the own entry was set. */
    private long ownSince;

    /** SCHEDULED jobs, in the order in which they would be released. */
    private Optional<Line> scheduled = Optional.empty();

    /** Releases of late, while it is throttled. */
    Tokens tokens = Tokens.NONE;

    /** Until when a job had it shut; 0: never. */
    long shutUntil;

    /** How many of its FAILED jobs its tree has counted for the channels above; in memory only. */
    int failedAbove;

    /** Numbers of the events that served it last, as a child of a fair channel, and its own jobs, as a fair one; 0: never. */
    long served;

    long ownServed;

    // jobs
    /** When the timers come that look for closed and for FAILED jobs kept long enough; 0: there never was one. */
    private long purgeClosedAt;

    private long purgeFailedAt;

    /** No closed, no FAILED job stands here that ended before: a scan from the very start would walk all that ever did. */
    private long closedFrom;

    private long failedFrom;

    /** Whether anything changed since it was last written again whole. */
    boolean uncarried;

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

    void configure(Limits limits, long fileNumber) {
        own = Optional.of(limits);
        ownSince = fileNumber;
    }

    long ownSince() {
        return ownSince;
    }

    void pause(Optional<Pause> pause) {
        this.pause = pause;
    }

    /** The jobs that stand in a line; none: there are none. */
    Optional<Line> line(ReadyLine line) {
        return line.isScheduled() ? scheduled : Optional.ofNullable(lines.get(line.type()));
    }

    long purgeAt(boolean failed) {
        return failed ? purgeFailedAt : purgeClosedAt;
    }

    void purgeAt(boolean failed, long due) {
        if (failed) {
            purgeFailedAt = due;
        } else {
            purgeClosedAt = due;
        }
    }

    long endedFrom(boolean failed) {
        return failed ? failedFrom : closedFrom;
    }

    void endedFrom(boolean failed, long at) {
        if (failed) {
            failedFrom = at;
        } else {
            closedFrom = at;
        }
    }

    /** A closed job was put among those that ended then. */
    void closedAt(long at) {
        closedFrom = Math.min(closedFrom, at);
    }

    /** A FAILED job was put among those that ended then. */
    void failedAt(long at) {
        failedFrom = counts.failedNow == 0 ? at : Math.min(failedFrom, at);
    }

    /** Whether jobs are here that did not end, or FAILED. */
    boolean hasJobs() {
        return !lines.isEmpty() || counts.scheduled > 0 || counts.waiting > 0 || counts.failedNow > 0;
    }

    /** Nothing is said about it any more. */
    void unconfigure() {
        followFile();
        pause = Optional.empty();
    }

    /** It has no entry of its own any more: what the file says holds. */
    void followFile() {
        own = Optional.empty();
        ownSince = 0;
    }

    /** All that is not about jobs which stand here. */
    Event.ChannelCarried carried() {
        return new Event.ChannelCarried(
                path, counts.sums(), own, ownSince, pause, tokens, shutUntil, new StateView.Served(served, ownServed));
    }

    /** It is that, whatever was known of it; what follows from its jobs stays. */
    void become(Event.ChannelCarried event) {
        counts.sums(event.sums());
        own = event.own();
        ownSince = event.ownSince();
        pause = event.pause();
        tokens = event.tokens();
        shutUntil = event.shutUntil();
        served = event.served().at();
        ownServed = event.served().ownAt();
    }

    private void set(ReadyLine line, Optional<Line> now) {
        if (line.isScheduled()) {
            scheduled = now;
        } else {
            now.ifPresentOrElse(there -> lines.put(line.type(), there), () -> lines.remove(line.type()));
        }
    }

    Optional<Line> scheduled() {
        return scheduled;
    }

    /** Whether no job of the line stood here before this one. */
    boolean arrive(ReadyLine line, Place place) {
        Optional<Line> before = line(line);
        Place start = before.map(Line::start)
                .filter(first -> first.compareTo(place) < 0)
                .orElse(place);
        set(line, Optional.of(new Line(before.map(Line::count).orElse(0L) + 1, start)));
        return before.isEmpty();
    }

    /** A job of a line goes; {@code start}: none stands before that place now. */
    void depart(ReadyLine line, Place start) {
        long left = line(line).orElseThrow().count() - 1;
        set(line, left == 0 ? Optional.empty() : Optional.of(new Line(left, start)));
    }

    long ready() {
        return lines.values().stream().mapToLong(Line::count).sum();
    }

    byte[] write() {
        ValueWriter writer = ValueWriter.version(VERSION)
                .list(lines.entrySet(), ChannelRecord::writeLine)
                .bytes(counts.write());
        writer.optional(own, (each, said) -> each.text(ChannelText.entry(path, said)));
        writer.optional(pause, ChannelRecord::writePause);
        writer.number(ownSince);
        writer.optional(scheduled, (each, line) -> writeLine(each, Map.entry("", line)));
        writer.number(shutUntil).number(served).number(ownServed);
        TokensValue.write(writer, tokens);
        writer.number(purgeClosedAt).number(purgeFailedAt).number(closedFrom).number(failedFrom);
        writer.flag(uncarried);
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
        read.own = reader.optional(ValueReader::text)
                .map(said -> ChannelText.parse(said).get(read.path));
        read.pause = reader.optional(ChannelRecord::readPause);
        read.ownSince = reader.number();
        read.scheduled = reader.optional(each -> {
            Map<String, Line> line = new TreeMap<>();
            readLine(ValueReader.block(each.bytes()), line);
            return line.get("");
        });
        read.shutUntil = reader.number();
        read.served = reader.number();
        read.ownServed = reader.number();
        read.tokens = TokensValue.read(reader);
        read.purgeClosedAt = reader.number();
        read.purgeFailedAt = reader.number();
        read.closedFrom = reader.number();
        read.failedFrom = reader.number();
        read.uncarried = reader.flag();
        return read;
    }

    /** All that events say about the channel; not where scans begin, and when timers come. */
    Said said() {
        Map<String, Long> ready = new TreeMap<>();
        lines.forEach((type, line) -> ready.put(type, line.count()));
        return new Said(
                ready,
                scheduled.map(Line::count).orElse(0L),
                counts.row(ready()),
                own,
                ownSince,
                pause,
                tokens,
                shutUntil,
                List.of(served, ownServed));
    }

    /** What is known of a channel, for comparing. */
    record Said(
            Map<String, Long> ready,
            long scheduled,
            ChannelRow.Counts counts,
            Optional<Limits> own,
            long ownSince,
            Optional<Pause> pause,
            Tokens tokens,
            long shutUntil,
            List<Long> served) {}

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

    static void writePause(ValueWriter writer, Pause pause) {
        writer.bytes(ValueWriter.block()
                .text(pause.reason())
                .text(pause.by())
                .number(pause.at())
                .toBytes());
    }

    static Pause readPause(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new Pause(block.text(), block.text(), block.number());
    }
}
