package io.sluice.examples.csvimport;

import static io.sluice.examples.csvimport.TempCsv.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStoreTest {

    @TempDir
    private Path folder;

    @Test
    void a_job_id_is_inserted_once_and_its_row_stays_as_it_was() throws SQLException {
        try (RowStore rows = RowStore.inMemory()) {
            assertThat(rows.insert("j1", good(2, "name", "first"))).isTrue();
            assertThat(rows.insert("j1", good(9, "name", "second"))).isFalse();
            assertThat(rows.count()).isEqualTo(1);
            assertThat(ask(rows, "SELECT name FROM imported WHERE job_id = 'j1' AND line_number = 2"))
                    .containsExactly("first");
        }
    }

    @Test
    void rows_can_be_counted_while_columns_are_added() throws Exception {
        try (RowStore rows = RowStore.inMemory();
                ExecutorService counting = Executors.newSingleThreadExecutor()) {
            rows.insert("j1", good(2, "name", "first"));
            AtomicBoolean added = new AtomicBoolean();
            Future<Long> counted = counting.submit(() -> {
                long least = Long.MAX_VALUE;
                while (!added.get()) {
                    least = Math.min(least, rows.count());
                }
                return least;
            });
            try {
                IntStream.range(0, 200).forEach(i -> rows.addColumns(List.of("c" + i)));
            } finally {
                added.set(true);
            }
            assertThat(counted.get()).isEqualTo(1);
        }
    }

    @Test
    void rows_are_there_after_the_database_was_closed_and_opened() {
        Path deep = folder.resolve("a b").resolve("ü");
        try (RowStore rows = RowStore.in(deep)) {
            rows.insert("j1", good(2, "a", "1"));
        }
        try (RowStore rows = RowStore.in(deep)) {
            assertThat(rows.insert("j1", good(2, "a", "1"))).isFalse();
            assertThat(rows.insert("j2", good(3, "a", "1", "b", "2"))).isTrue();
            assertThat(rows.count()).isEqualTo(2);
        }
    }

    @Test
    void names_of_any_kind_become_columns() throws SQLException {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> nasty = List.of(
                "a\"); DROP TABLE imported; --", "select", "job_id", "line_number", "a", "A", "ß", "it's", "x\ny", "?");
        nasty.forEach(name -> fields.put(name, "value of " + name));
        fields.put("n".repeat(500) + "1", "one");
        fields.put("n".repeat(500) + "2", "two");
        fields.put("😀".repeat(300), "smile");
        try (RowStore rows = RowStore.inMemory()) {
            assertThat(rows.insert("j1", CsvLine.good(2, fields))).isTrue();
            assertThat(ask(rows, "SELECT job_id_2 || line_number_2 || a || a_2 FROM imported"))
                    .containsExactly("value of job_idvalue of line_numbervalue of avalue of A");
            assertThat(ask(rows, "SELECT \"A\"\"); DROP TABLE IMPORTED; --\" FROM imported"))
                    .containsExactly("value of " + nasty.getFirst());
        }
    }

    @Test
    void values_are_kept_as_they_are_up_to_the_longest_record() throws SQLException {
        List<String> values = List.of("", " ", "NULL", "O'Hara", "😀\r\n\"", "x".repeat(PhysicalLines.MAX_BYTES));
        try (RowStore rows = RowStore.in(folder)) {
            for (int i = 0; i < values.size(); i++) {
                rows.insert("j" + i, good(i + 2, "v", values.get(i)));
            }
            assertThat(ask(rows, "SELECT v FROM imported ORDER BY line_number")).isEqualTo(values);
        }
    }

    @Test
    void files_with_different_headers_share_the_table() throws SQLException {
        try (RowStore rows = RowStore.inMemory()) {
            rows.insert("j1", good(2, "a", "1", "b", "2"));
            rows.insert("j2", good(2, "b", "3", "c", "4"));
            assertThat(ask(rows, "SELECT CONCAT_WS('|', a, b, c) FROM imported ORDER BY job_id"))
                    .containsExactly("1|2", "3|4");
        }
    }

    @Test
    void more_than_a_thousand_columns_are_refused_and_nothing_is_changed() {
        try (RowStore rows = RowStore.inMemory()) {
            rows.addColumns(names(RowStore.MAX_COLUMNS));
            assertThatThrownBy(() -> rows.addColumns(List.of("one too many")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("table IMPORTED would have 1001 columns with this file, 1000 are allowed;"
                            + " use a file with fewer columns or another database folder");
            assertThatThrownBy(() -> rows.insert("j1", good(2, "another", "1")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(rows.insert("j2", good(2, "c7", "1"))).isTrue();
            assertThat(rows.count()).isEqualTo(1);
        }
    }

    @Test
    void many_threads_insert_the_same_jobs_and_each_is_new_once() throws InterruptedException, ExecutionException {
        int jobs = 200;
        try (RowStore rows = RowStore.in(folder);
                ExecutorService workers = Executors.newFixedThreadPool(24)) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 4 * jobs; i++) {
                int job = i % jobs;
                // Some bring a column that was not there, while the others insert.
                CsvLine line = good(job + 2, "a", "1", job % 40 == 0 ? "extra" + job : "b", "2");
                answers.add(workers.submit(() -> rows.insert("j" + job, line)));
            }
            int fresh = 0;
            for (Future<Boolean> answer : answers) {
                fresh += answer.get() ? 1 : 0;
            }
            assertThat(fresh).isEqualTo(jobs);
            assertThat(rows.count()).isEqualTo(jobs);
        }
    }

    @Test
    void a_broken_line_is_refused() {
        try (RowStore rows = RowStore.inMemory()) {
            assertThatThrownBy(() -> rows.insert("j1", CsvLine.broken(4, "not UTF-8", "")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("line 4 is broken: not UTF-8");
        }
    }

    @Test
    void a_folder_that_cannot_be_used_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        assertThatThrownBy(() -> RowStore.in(file))
                .isInstanceOf(StoreFailed.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> RowStore.in(folder.resolve("a;INIT=DROP")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not have a ';'");
    }

    @Test
    void an_interrupted_worker_does_not_close_the_database_for_the_others() {
        try (RowStore rows = RowStore.in(folder)) {
            for (int i = 0; i < 50; i++) {
                int job = i;
                Thread.currentThread().interrupt();
                catchThrowable(() -> rows.insert("j" + job, good(job + 2, "a", "x".repeat(10_000))));
                Thread.interrupted();
                rows.insert("j" + job, good(job + 2, "a", "x".repeat(10_000)));
            }
            assertThat(rows.count()).isEqualTo(50);
        }
    }

    @Test
    void closing_twice_is_harmless() {
        RowStore rows = RowStore.in(folder);
        rows.close();
        rows.close();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    private static List<String> ask(RowStore rows, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(rows.url(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (result.next()) {
                answers.add(result.getString(1));
            }
            return answers;
        }
    }
}
