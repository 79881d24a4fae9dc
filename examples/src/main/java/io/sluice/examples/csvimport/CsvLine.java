package io.sluice.examples.csvimport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record of a CSV file, either good or broken. Made of plain types only, so that it can travel as the JSON payload
 * of a job.
 *
 * @param lineNumber the physical line on which the record starts; the first line of the file is 1
 * @param fields the values by column name, in the order of the header; empty when the line is broken
 * @param problem why the line is broken; empty when it is good
 * @param raw how a broken line starts, at most {@value #RAW_LIMIT} characters; empty when the line is good
 */
public record CsvLine(long lineNumber, Map<String, String> fields, String problem, String raw) {

    static final int RAW_LIMIT = 200;

    /**
     * Accepts null for what is empty, as JSON written by others may leave it out.
     *
     * @throws IllegalArgumentException if the line number is below 1, or a line has both fields and a problem
     */
    public CsvLine {
        fields = fields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        problem = problem == null ? "" : problem;
        raw = raw == null ? "" : raw;
        if (lineNumber < 1) {
            throw new IllegalArgumentException("line numbers start at 1, not at " + lineNumber);
        }
        if (fields.isEmpty() == problem.isEmpty()) {
            throw new IllegalArgumentException("line " + lineNumber + " needs either fields or a problem");
        }
    }

    static CsvLine good(long lineNumber, Map<String, String> fields) {
        return new CsvLine(lineNumber, fields, "", "");
    }

    static CsvLine broken(long lineNumber, String problem, String text) {
        return new CsvLine(lineNumber, Map.of(), problem, start(text));
    }

    /** Whether the line can be imported; if not, {@link #problem()} says why. */
    public boolean good() {
        return problem.isEmpty();
    }

    private static String start(String text) {
        if (text.length() <= RAW_LIMIT) {
            return text;
        }
        // Half of a surrogate pair could not be written as UTF-8 later.
        int end = Character.isHighSurrogate(text.charAt(RAW_LIMIT - 1)) ? RAW_LIMIT - 1 : RAW_LIMIT;
        return text.substring(0, end);
    }
}
