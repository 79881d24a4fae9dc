package io.sluice.examples.csvimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is reported done after its insert: a row must not vanish with the process then. */
class RowStoreKillTest {

    private static final int BEFORE_THE_KILL = 500;

    @TempDir
    private Path folder;

    @Test
    void every_row_whose_insert_returned_survives_a_kill() throws IOException, InterruptedException {
        Process writer = start();
        int confirmed = 0;
        try (BufferedReader out = writer.inputReader()) {
            while (confirmed < BEFORE_THE_KILL && out.readLine() != null) {
                confirmed++;
            }
            assertThat(confirmed).isEqualTo(BEFORE_THE_KILL);
            assertThatThrownBy(() -> RowStore.in(folder))
                    .isInstanceOf(StoreFailed.class)
                    .hasMessageContaining("opening the database");
        } finally {
            writer.destroyForcibly().waitFor();
        }
        try (RowStore rows = RowStore.in(folder)) {
            for (int job = 0; job < confirmed; job++) {
                assertThat(rows.insert("j" + job, line(job))).as("job %d", job).isFalse();
            }
        }
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Writer.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static CsvLine line(int job) {
        return CsvLine.good(job + 2, Map.of("a", "value " + job));
    }

    /** Inserts, and says after each row that it is in, until it is killed. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] args) {
            try (RowStore rows = RowStore.in(Path.of(args[0]))) {
                for (int job = 0; job < 1_000_000; job++) {
                    rows.insert("j" + job, line(job));
                    System.out.println(job);
                }
            }
        }
    }
}
