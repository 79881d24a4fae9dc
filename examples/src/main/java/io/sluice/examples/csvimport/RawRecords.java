package io.sluice.examples.csvimport;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Puts physical lines together to records: a record goes on as long as a quote is open.
 *
 * <p>The CSV library gets one record at a time instead of the whole file, because it stops for good at the first broken
 * one, reads an open quote without limit, and counts records, not lines. Where a quote is open it decides all the same.
 */
final class RawRecords {

    private final PhysicalLines lines;
    private final Dialect dialect;
    private Optional<PhysicalLine> start;

    private RawRecords(PhysicalLines lines, Dialect dialect, Optional<PhysicalLine> start) {
        this.lines = lines;
        this.dialect = dialect;
        this.start = start;
    }

    /** Reads the first line in order to detect the delimiter; the line is still part of the first record. */
    static RawRecords of(PhysicalLines lines) throws IOException {
        Optional<PhysicalLine> first = lines.next();
        while (first.isPresent() && first.get().text().isBlank()) {
            first = lines.next();
        }
        Dialect dialect = first.map(line -> Dialect.detect(line.text())).orElse(Dialect.COMMA);
        return new RawRecords(lines, dialect, first);
    }

    Optional<RawRecord> next() throws IOException {
        while (start.isPresent() && dialect.isBlank(start.get().text())) {
            start = lines.next();
        }
        if (start.isEmpty()) {
            return Optional.empty();
        }
        RawRecord record = recordFrom(start.get());
        start = lines.next();
        return Optional.of(record);
    }

    private RawRecord recordFrom(PhysicalLine first) throws IOException {
        Draft draft = new Draft(first);
        PhysicalLine last = first;
        // Nobody knows whether the part that was cut off closes the quote: take the line as the end.
        boolean open = !last.cut() && dialect.leavesQuoteOpen(last.text());
        while (open) {
            Optional<PhysicalLine> more = lines.next();
            if (more.isEmpty()) {
                return draft.broken("a quote is opened and never closed");
            }
            draft.append(last.end(), more.get());
            last = more.get();
            open = !last.cut() && dialect.keepsQuoteOpen(last.text());
        }
        return draft.record(dialect);
    }

    /** A record that grows. Stops growing, and is broken, at the limit of a line. */
    private static final class Draft {

        private final long lineNumber;
        private final StringBuilder text;
        private boolean tooLong;
        private boolean utf8;

        Draft(PhysicalLine first) {
            lineNumber = first.number();
            text = new StringBuilder(first.text());
            tooLong = first.cut();
            utf8 = first.utf8();
        }

        void append(String end, PhysicalLine line) {
            utf8 &= line.utf8();
            tooLong |= line.cut() || text.length() + end.length() + line.text().length() > PhysicalLines.MAX_BYTES;
            if (!tooLong) {
                text.append(end).append(line.text());
            }
        }

        RawRecord record(Dialect dialect) {
            if (tooLong) {
                return broken("longer than " + PhysicalLines.MAX_BYTES + " bytes");
            }
            if (!utf8) {
                return broken("not UTF-8");
            }
            Optional<List<String>> fields = dialect.fields(text.toString());
            return fields.map(values -> new RawRecord(lineNumber, text.toString(), values, ""))
                    .orElseGet(() -> broken("text behind a closing quote"));
        }

        RawRecord broken(String problem) {
            return RawRecord.broken(lineNumber, text.toString(), problem);
        }
    }
}
