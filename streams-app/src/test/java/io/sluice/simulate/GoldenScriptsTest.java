package io.sluice.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts beside what they print, and the examples of docs/simulate.md. {@code -Dsluice.golden=add} writes what is missing, so
 * after a change on purpose delete what changed, run with it, and look at the difference.
 */
class GoldenScriptsTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "simulate");
    private static final Path PAGE = Path.of("..", "docs", "simulate.md");

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void a_script_prints_what_stands_beside_it(Path script) throws IOException {
        List<String> events = Simulated.run(Files.readAllLines(script).toArray(String[]::new));
        Path golden = script.resolveSibling(script.getFileName().toString().replace(".jsonl", ".events"));
        if (Files.notExists(golden) && "add".equals(System.getProperty("sluice.golden"))) {
            Files.write(golden, events);
        }
        assertThat(events).isEqualTo(Files.readAllLines(golden));
    }

    /** A block ```jsonl is a script, the block ```json behind it what it prints. */
    @Test
    void the_examples_of_the_page_print_what_the_page_says() throws IOException {
        List<String> script = new ArrayList<>();
        int examples = 0;
        for (Block block : blocks(Files.readAllLines(PAGE))) {
            if (block.language().equals("jsonl")) {
                script = block.lines();
            } else if (block.language().equals("json")) {
                assertThat(Simulated.run(script.toArray(String[]::new))).isEqualTo(block.lines());
                examples++;
            }
        }
        assertThat(examples).as("examples in " + PAGE).isGreaterThanOrEqualTo(4);
    }

    private record Block(String language, List<String> lines) {}

    private static List<Block> blocks(List<String> page) {
        List<Block> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : page) {
            if (line.startsWith("```")) {
                inside = !inside;
                if (inside) {
                    blocks.add(new Block(line.substring(3), new ArrayList<>()));
                }
            } else if (inside) {
                blocks.getLast().lines().add(line);
            }
        }
        return blocks;
    }
}
