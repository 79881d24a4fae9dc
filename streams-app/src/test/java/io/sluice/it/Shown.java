package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code docs/history.md} shows of a command is what a test has printed: the same lines in the same order, but for ids, times and
 * numbers. A line {@code …} stands for lines that are left out.
 */
final class Shown {

    private static final Path DOC = Path.of("..", "docs", "history.md");

    private Shown() {}

    /**
     * @param command what the shown command begins with, such as {@code sluice state}
     * @param output what a test has printed
     */
    static void mustBe(String command, String output) {
        assertThat(plain(output))
                .as("%s must show what %s prints: %s", DOC, command, output)
                .containsSubsequence(plain(block(command)));
    }

    /** The lines behind the command, up to the end of the block or the next command. */
    private static String block(String command) {
        try {
            String text = Files.readString(DOC);
            int start = text.indexOf("\n$ " + command);
            assertThat(start).as("%s shows %s", DOC, command).isNotNegative();
            String from = text.substring(text.indexOf('\n', start + 1) + 1);
            return from.substring(0, from.indexOf("```")).split("\n\\$ ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> plain(String text) {
        return Arrays.stream(text.split("\n"))
                .map(line -> line.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
                        .replaceAll("worker-[0-9a-f]+", "WORKER")
                        .replaceAll("\\d+([.,]\\d+)*", "0")
                        .replaceAll("\\s+", " ")
                        .strip())
                .filter(line -> !line.isEmpty() && !line.equals("…"))
                .toList();
    }
}
