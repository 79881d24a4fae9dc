package io.sluice.state;

import io.sluice.core.ChannelFile;
import io.sluice.core.ChannelPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The channels file that a partition keeps, and since when each entry is as it is. Files are numbered from 1, as they came.
 *
 * <p>So a live change holds until the file says something else about the same channel, and no tree has to be touched for it:
 * whoever reads a live change compares its number with that of the file's entry.
 *
 * @param text as it was sent
 * @param file what it says
 * @param number how many files there were, this one included
 * @param since the number of the file that last changed an entry, one that was taken out too
 */
record FileValue(String text, ChannelFile file, long number, Map<ChannelFile.Name, Long> since) {

    private static final int VERSION = 1;

    /** No file came yet. */
    static final FileValue NONE = new FileValue("", ChannelFile.NONE, 0, Map.of());

    /** The next file. */
    FileValue changedTo(String newText) {
        ChannelFile newFile = ChannelFile.parse(newText);
        Map<ChannelFile.Name, Long> changed = new HashMap<>(since);
        newFile.changedFrom(file).forEach(entry -> changed.put(entry, number + 1));
        return new FileValue(newText, newFile, number + 1, changed);
    }

    /** Whether what was set live when that file was the last still counts. */
    boolean leaves(String tree, ChannelPath channel, long setAt) {
        return since(ChannelFile.DEFAULT, channel) <= setAt && since(tree, channel) <= setAt;
    }

    private long since(String section, ChannelPath channel) {
        return since.getOrDefault(new ChannelFile.Name(section, channel), 0L);
    }

    byte[] write() {
        return ValueWriter.version(VERSION)
                .text(text)
                .number(number)
                .list(
                        since.entrySet(),
                        (writer, entry) -> writer.text(entry.getKey().section())
                                .text(entry.getKey().channel().text())
                                .number(entry.getValue()))
                .toBytes();
    }

    static FileValue read(Optional<byte[]> bytes) {
        return bytes.map(FileValue::read).orElse(NONE);
    }

    private static FileValue read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        String text = reader.text();
        long number = reader.number();
        Map<ChannelFile.Name, Long> since = new HashMap<>();
        int entries = reader.smallNumber();
        for (int i = 0; i < entries; i++) {
            since.put(new ChannelFile.Name(reader.text(), new ChannelPath(reader.text())), reader.number());
        }
        return new FileValue(text, ChannelFile.parse(text), number, since);
    }
}
