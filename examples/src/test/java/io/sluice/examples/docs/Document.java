package io.sluice.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file for people, and the Java in it. */
record Document(Path file, String text) {

    private static final String FENCE = "```java\n";

    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet (\\w+ [\\w-]+) -->\n```java\n(.*?)\n```\n<!-- /snippet -->", Pattern.DOTALL);

    /** The README and all that is in docs. */
    static List<Document> all(Path project) {
        try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
            return Stream.concat(Stream.of(project.resolve("README.md"), project.resolve("CONTRIBUTING.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document read(Path file) {
        try {
            return new Document(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines by class and name of the region that they shall equal. */
    Map<String, List<String>> snippets() {
        Map<String, List<String>> snippets = new LinkedHashMap<>();
        SNIPPET.matcher(text)
                .results()
                .forEach(found ->
                        snippets.put(found.group(1), found.group(2).lines().toList()));
        return snippets;
    }

    /** What a reader would take for code that works, though nothing says so. */
    List<String> javaOutsideOfSnippets() {
        String rest = SNIPPET.matcher(text).replaceAll("");
        return Pattern.compile(FENCE + ".*?\n```", Pattern.DOTALL)
                .matcher(rest)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Markers that are no complete snippet. */
    List<String> brokenMarkers() {
        return SNIPPET.matcher(text)
                .replaceAll("")
                .lines()
                .filter(line -> line.matches("<!-- /?snippet.*"))
                .toList();
    }
}
