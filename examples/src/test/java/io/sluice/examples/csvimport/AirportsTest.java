package io.sluice.examples.csvimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that the examples ship. */
class AirportsTest {

    private static final Path AIRPORTS = Path.of("data", "airports.csv");

    @TempDir
    private Path folder;

    @Test
    void all_its_lines_are_good_and_its_codes_are_different() throws IOException {
        List<CsvLine> lines = TempCsv.readAll(AIRPORTS);
        assertThat(Files.size(AIRPORTS)).isLessThan(2_000_000);
        assertThat(lines).hasSize(5210).allMatch(CsvLine::good);
        assertThat(lines).extracting(line -> line.fields().get("code")).doesNotHaveDuplicates();
        assertThat(lines).extracting(line -> line.fields().get("name")).contains("Ålesund Airport, Vigra");
    }

    @Test
    void all_of_it_is_imported_once_however_often() {
        for (int run = 1; run <= 2; run++) {
            try (RowStore rows = RowStore.in(folder);
                    CsvLines lines = CsvLines.open(AIRPORTS)) {
                boolean first = run == 1;
                lines.forEachRemaining(line -> assertThat(rows.insert("job-" + line.lineNumber(), line))
                        .isEqualTo(first));
                assertThat(rows.count()).isEqualTo(5210);
            }
        }
    }
}
