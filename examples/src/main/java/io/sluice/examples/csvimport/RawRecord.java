package io.sluice.examples.csvimport;

import java.util.List;

/**
 * A record as it stands in the file, before anything is known about the header.
 *
 * @param lineNumber the physical line on which it starts
 * @param text its text without the last line end; only its beginning when it is too long
 * @param fields its values; empty when it has a problem
 * @param problem why it cannot be taken apart; empty when it can
 */
record RawRecord(long lineNumber, String text, List<String> fields, String problem) {

    static RawRecord broken(long lineNumber, String text, String problem) {
        return new RawRecord(lineNumber, text, List.of(), problem);
    }
}
