package io.sluice.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows for people: columns as wide as they must be, numbers to the right, no lines around them. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /** A column of text. */
    static Column text(String title) {
        return new Column(title, false);
    }

    /** A column of numbers. */
    static Column number(String title) {
        return new Column(title, true);
    }

    /**
     * A column.
     *
     * @param title what stands above it
     * @param toTheRight whether its cells end at the same place instead of beginning there
     */
    record Column(String title, boolean toTheRight) {}

    /** Adds a row with one cell a column. */
    void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(oneLine(String.valueOf(cell)));
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        List<String> titles = columns.stream().map(Column::title).toList();
        out.println(line(titles));
        rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(width(i) - length(cell));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).toTheRight() ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> length(row.get(column)))
                .reduce(length(columns.get(column).title()), Math::max);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** What users wrote goes to a terminal: no line ends, no control characters. */
    static String oneLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
    }

    /** The text, or its beginning if it is longer. */
    static String atMost(int length, String text) {
        String line = oneLine(text);
        return length(line) <= length ? line : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }
}
