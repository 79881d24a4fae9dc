package io.sluice.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path SOURCE = Path.of("src/main/java/io/sluice/examples/readme/FirstJob.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void the_readme_shows_the_code_that_compiles() throws IOException {
        List<String> code = between(SOURCE, "// readme-example", "// /readme-example");

        List<String> shown = between(README, "<!-- readme-example -->", "<!-- /readme-example -->");

        assertThat(shown).first().isEqualTo("```java");
        assertThat(shown).last().isEqualTo("```");
        assertThat(shown.subList(1, shown.size() - 1)).isEqualTo(code);
    }

    @Test
    void the_example_stays_short() throws IOException {
        assertThat(between(SOURCE, "// readme-example", "// /readme-example")).hasSizeLessThanOrEqualTo(12);
    }

    private static List<String> between(Path file, String begin, String end) throws IOException {
        return Files.readString(file)
                .lines()
                .dropWhile(line -> !line.strip().equals(begin))
                .skip(1)
                .takeWhile(line -> !line.strip().equals(end))
                .toList()
                .stream()
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .lines()
                .toList();
    }
}
