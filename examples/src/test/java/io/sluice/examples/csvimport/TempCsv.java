package io.sluice.examples.csvimport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Real CSV files in a folder of a test. */
record TempCsv(Path folder) {

    List<String> header(String text) {
        try (CsvLines lines = CsvLines.open(file(text))) {
            return lines.header();
        }
    }

    List<CsvLine> read(String text) {
        return readAll(file(text));
    }

    Path file(String text) {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    Path file(byte[] content) {
        try {
            return Files.write(Files.createTempFile(folder, "test", ".csv"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<CsvLine> readAll(Path file) {
        try (CsvLines lines = CsvLines.open(file)) {
            List<CsvLine> all = new ArrayList<>();
            lines.forEachRemaining(all::add);
            return all;
        }
    }

    static CsvLine good(long number, String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return CsvLine.good(number, fields);
    }
}
