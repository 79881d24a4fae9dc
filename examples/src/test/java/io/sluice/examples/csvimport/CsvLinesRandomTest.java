package io.sluice.examples.csvimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CSV library's printer writes must be read back equal, and damage must stay where it is. */
class CsvLinesRandomTest {

    private static final List<String> PIECES = List.of(
            ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", " ", "a", "Zoë", "😀", "\uFFFD", "'", "\\", "#", "0");
    private static final int TABLES = 300;

    @TempDir
    private Path folder;

    @Test
    void random_tables_are_read_back_as_they_were_written() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CsvLinesRandomTest: -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < TABLES; i++) {
            List<List<String>> table = table(random);
            Path file = write(table, format(random), random.nextBoolean());
            assertThat(read(file)).as("seed %d, table %d", seed, i).isEqualTo(table);
        }
    }

    @Test
    void random_bytes_never_stop_the_reading() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CsvLinesRandomTest: -Dseed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < TABLES; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        (byte) (random.nextInt(20) == 0 ? random.nextInt() : "a,;\"\n\r \t".charAt(random.nextInt(8)));
            }
            Path file = Files.write(folder.resolve("noise.csv"), ("x,y\n" + "1,2\n").getBytes(StandardCharsets.UTF_8));
            Files.write(file, bytes, StandardOpenOption.APPEND);
            List<CsvLine> lines = TempCsv.readAll(file);
            assertThat(lines.getFirst().good()).as("seed %d, file %d", seed, i).isTrue();
            assertThat(lines)
                    .as("seed %d, file %d", seed, i)
                    .extracting(CsvLine::lineNumber)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    /** The first row is the header. */
    private static List<List<String>> table(Random random) {
        int columns = 1 + random.nextInt(6);
        List<List<String>> table = new ArrayList<>();
        List<String> header = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            header.add("c" + i);
        }
        table.add(header);
        for (int rows = random.nextInt(20); rows > 0; rows--) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                row.add(value(random));
            }
            table.add(row);
        }
        return table;
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            value.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }

    private static CSVFormat format(Random random) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(",;\t".charAt(random.nextInt(3)))
                .setRecordSeparator(List.of("\n", "\r\n", "\r").get(random.nextInt(3)))
                .setQuoteMode(random.nextBoolean() ? QuoteMode.ALL : QuoteMode.MINIMAL)
                .get();
    }

    private Path write(List<List<String>> table, CSVFormat format, boolean byteOrderMark) throws IOException {
        StringBuilder text = new StringBuilder(byteOrderMark ? "\uFEFF" : "");
        // With one column no delimiter is in the header, and the comma is taken.
        CSVFormat used = table.getFirst().size() > 1
                ? format
                : format.builder().setDelimiter(',').get();
        try (CSVPrinter printer = new CSVPrinter(text, used)) {
            printer.printRecords(table);
        }
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private static List<List<String>> read(Path file) {
        try (CsvLines lines = CsvLines.open(file)) {
            List<List<String>> table = new ArrayList<>();
            table.add(lines.header());
            lines.forEachRemaining(line -> table.add(List.copyOf(line.fields().values())));
            return table;
        }
    }
}
