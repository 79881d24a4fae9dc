package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What submit refuses before it talks to anybody. */
class SubmitCommandTest {

    private static Told submit(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "submit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--bootstrap-servers";
        all[all.length - 1] = "127.0.0.1:1";
        return Told.by(all);
    }

    @Test
    void a_payload_that_is_no_json_is_refused_with_a_hint() {
        Told told = submit("greet", "hello");

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err()).contains("the payload is no JSON").contains("'\"text\"'");
        assertThat(submit("greet", "{} {}").err()).contains("no JSON");
    }

    @Test
    void an_empty_file_is_no_payload(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("empty.json"));

        assertThat(submit("greet", "--payload-file", file.toString()).err()).contains("the payload is empty");
        assertThat(submit("greet", "--payload-file", folder.resolve("none").toString())
                        .err())
                .contains("cannot be read");
        assertThat(submit("greet", "1", "--payload-file", file.toString()).err())
                .contains("only one of both");
    }

    @Test
    void names_and_times_that_do_not_read_are_refused() {
        assertThat(submit("no good").err()).contains("job type");
        assertThat(submit("greet", "--eta", "soon").err()).contains("90s, 5m, 6h, 2d");
        assertThat(submit("greet", "--channel", "root..x").code()).isEqualTo(2);
        assertThat(submit("greet", "--max-attempts", "-1").err()).contains("maxAttempts");
        assertThat(submit("greet", "--count", "0").err()).contains("1 to 100000");
        assertThat(submit("greet", "--id", "acme:01920000-0000-7000-8000-000000000001", "--tree", "main")
                        .err())
                .contains("acme");
    }

    @Test
    void a_span_is_counted_from_now() throws Exception {
        Instant in = new Moment.Reader().convert("6h");

        assertThat(Duration.between(Instant.now(), in)).isBetween(Duration.ofMinutes(359), Duration.ofHours(6));
        assertThat(new Moment.Reader().convert("2030-01-31T08:00:00+01:00"))
                .isEqualTo(Instant.parse("2030-01-31T07:00:00Z"));
        assertThat(new Moment.PastReader().convert("1h")).isBefore(Instant.now());
    }
}
