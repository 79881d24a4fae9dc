package io.sluice.examples.csvimport;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a CSV file, one after the other. Never more than one record is in memory, so the size of the file does
 * not matter.
 *
 * <p>The first line that is not blank is the header. Its delimiter (comma, semicolon or tab) is the file's. Column names
 * are stripped; an empty one is called {@code column_N}, and a repeated one gets a number: {@code name_2}. The file is
 * UTF-8, with or without a byte order mark, and its lines end with LF, CRLF or CR. Blank lines are skipped. An empty
 * file has no header and no lines.
 *
 * <p>A record that cannot be taken as it is (more or fewer fields than the header, text behind a closing quote, a quote
 * that is never closed, not UTF-8, longer than {@value PhysicalLines#MAX_BYTES} bytes) comes out as a broken
 * {@link CsvLine}, and the records after it come out as well. A quote that is never closed has no records after it.
 *
 * <p>For one thread. Iterating throws {@link UnreadableFile} when the file cannot be read on.
 */
public final class CsvLines implements Iterator<CsvLine>, AutoCloseable {

    private final Path file;
    private final PhysicalLines lines;
    private final RawRecords records;
    private final List<String> header;
    private Optional<RawRecord> next;

    private CsvLines(Path file, PhysicalLines lines) throws IOException {
        this.file = file;
        this.lines = lines;
        this.records = RawRecords.of(lines);
        this.header = readHeader();
        this.next = records.next();
    }

    /**
     * Opens a file and reads its header line.
     *
     * @throws UnreadableFile if there is no such file, if it may not be read, if it is a folder, or if its header line
     *     is broken
     */
    public static CsvLines open(Path file) {
        if (Files.isDirectory(file)) {
            throw new UnreadableFile(file, "it is a folder, not a file");
        }
        if (Files.notExists(file)) {
            throw new UnreadableFile(file, "no such file");
        }
        try {
            return opened(file);
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(file, "permission denied", e);
        } catch (IOException e) {
            throw new UnreadableFile(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static CsvLines opened(Path file) throws IOException {
        PhysicalLines lines = new PhysicalLines(Files.newInputStream(file));
        try {
            return new CsvLines(file, lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private List<String> readHeader() throws IOException {
        Optional<RawRecord> first = records.next();
        if (first.isEmpty()) {
            return List.of();
        }
        RawRecord record = first.get();
        if (!record.problem().isEmpty()) {
            throw new UnreadableFile(
                    file, "the header on line " + record.lineNumber() + " is broken: " + record.problem());
        }
        return UniqueNames.of(record.fields(), Set.of());
    }

    /** The column names in the order of the file, all different; empty if the file is. */
    public List<String> header() {
        return header;
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public CsvLine next() {
        RawRecord record = next.orElseThrow(() -> new NoSuchElementException("no more lines in " + file));
        try {
            next = records.next();
        } catch (IOException e) {
            throw new UnreadableFile(file, "reading stopped after line " + record.lineNumber() + ": " + e, e);
        }
        return line(record);
    }

    private CsvLine line(RawRecord record) {
        List<String> values = record.fields();
        if (!record.problem().isEmpty()) {
            return CsvLine.broken(record.lineNumber(), record.problem(), record.text());
        }
        if (values.size() != header.size()) {
            String problem = "the line has " + fields(values.size()) + ", the header has " + fields(header.size());
            return CsvLine.broken(record.lineNumber(), problem, record.text());
        }
        Map<String, String> byName = LinkedHashMap.newLinkedHashMap(values.size());
        for (int i = 0; i < values.size(); i++) {
            byName.put(header.get(i), values.get(i));
        }
        return CsvLine.good(record.lineNumber(), byName);
    }

    private static String fields(int count) {
        return count == 1 ? "1 field" : count + " fields";
    }

    /** Closes the file. */
    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UnreadableFile(file, "closing it failed: " + e, e);
        }
    }
}
