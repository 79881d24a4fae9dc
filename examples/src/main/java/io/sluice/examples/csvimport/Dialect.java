package io.sluice.examples.csvimport;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How a file separates its fields, and what the CSV library says about a piece of text under that rule. Quotes are
 * double quotes, doubled within a field; there is no escape character.
 */
final class Dialect {

    static final Dialect COMMA = new Dialect(',');
    private static final List<Dialect> KNOWN = List.of(COMMA, new Dialect(';'), new Dialect('\t'));

    private final char delimiter;
    /** Refuses what is broken. */
    private final CSVFormat strict;
    /** Refuses text behind a closing quote, but not an open quote. */
    private final CSVFormat openEnded;
    /** Never refuses, and ends a record where it ends for any reader that goes on after a mistake. */
    private final CSVFormat lenient;

    private Dialect(char delimiter) {
        this.delimiter = delimiter;
        strict = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
        openEnded = strict.builder().setLenientEof(true).get();
        lenient = openEnded.builder().setTrailingData(true).get();
    }

    /** The delimiter that makes the most fields of the first line; the comma if none makes more than one. */
    static Dialect detect(String firstLine) {
        Dialect best = COMMA;
        int most = 0;
        for (Dialect candidate : KNOWN) {
            int count = parse(candidate.openEnded, firstLine).map(List::size).orElse(0);
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }

    /** Whether a line has nothing in it: spaces and tabs, unless the tabs separate (empty) fields. */
    boolean isBlank(String line) {
        return line.isBlank() && line.indexOf(delimiter) < 0;
    }

    /** Whether a record that starts with this line goes on in the next one. */
    boolean leavesQuoteOpen(String line) {
        return line.indexOf('"') >= 0 && isOpenAfter(line);
    }

    /** Whether a record with an open quote before this line still has one after it. */
    boolean keepsQuoteOpen(String line) {
        return line.indexOf('"') < 0 || isOpenAfter('"' + line);
    }

    /** An open quote swallows the line that is put behind it; otherwise that line is a record of its own. */
    private boolean isOpenAfter(String line) {
        try (CSVParser parser = CSVParser.parse(new StringReader(line + "\nnext"), lenient)) {
            Iterator<CSVRecord> records = parser.iterator();
            records.next();
            return !records.hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of a whole record; nothing if there is text behind a closing quote. */
    Optional<List<String>> fields(String record) {
        return parse(strict, record);
    }

    private static Optional<List<String>> parse(CSVFormat format, String record) {
        try (CSVParser parser = CSVParser.parse(new StringReader(record), format)) {
            return Optional.of(parser.iterator().next().toList());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // The text is in memory: what fails is its syntax.
        }
    }
}
