package io.sluice.examples.csvimport;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL column of each column of a file. Upper case, as H2 reads a name without quotes, so that a person can type
 * {@code SELECT name FROM imported}.
 */
final class Columns {

    static final String JOB_ID = "JOB_ID";
    static final String LINE_NUMBER = "LINE_NUMBER";
    static final Set<String> OWN = Set.of(JOB_ID, LINE_NUMBER);

    /** Code points, of two characters at most. H2 allows 256 characters; the rest is for a number that makes unique. */
    private static final int NAME_LIMIT = 120;

    private Columns() {}

    /** Always the same columns for the same header; a name of the store's own columns gets a number. */
    static List<String> of(Collection<String> header) {
        List<String> names = header.stream().map(Columns::identifier).toList();
        return UniqueNames.of(names, OWN);
    }

    private static String identifier(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.codePointCount(0, upper.length()) <= NAME_LIMIT) {
            return upper;
        }
        return upper.substring(0, upper.offsetByCodePoints(0, NAME_LIMIT));
    }

    static String create(String table) {
        return "CREATE TABLE IF NOT EXISTS " + table + " (" + JOB_ID + " VARCHAR PRIMARY KEY, " + LINE_NUMBER
                + " BIGINT NOT NULL)";
    }

    static String insertInto(String table, List<String> columns) {
        String names = Stream.concat(Stream.of(JOB_ID, LINE_NUMBER), columns.stream())
                .map(Columns::quoted)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + names + ") VALUES (?, ?" + ", ?".repeat(columns.size()) + ")";
    }

    static String addTo(String table, List<String> columns) {
        String definitions =
                columns.stream().map(column -> quoted(column) + " VARCHAR").collect(Collectors.joining(", "));
        return "ALTER TABLE " + table + " ADD COLUMN (" + definitions + ")";
    }

    /** A quote within an identifier is doubled, so no name can end it. */
    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
