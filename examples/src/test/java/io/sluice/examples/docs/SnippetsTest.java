package io.sluice.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The Java that the documents show is Java that compiles: what stands between {@code <!-- snippet Class name -->} and
 * {@code <!-- /snippet -->} equals what stands between {@code // snippet name} and {@code // /snippet} in that class of this
 * module.
 */
class SnippetsTest {

    private final List<Document> documents = Document.all(Path.of(".."));
    private final Map<String, List<String>> regions = Region.all(Path.of("src"));

    @Test
    void every_snippet_of_a_document_is_code_that_compiles() {
        Map<String, List<String>> shown = shown();
        assertThat(shown).isNotEmpty();

        assertThat(regions).containsAllEntriesOf(shown);
    }

    @Test
    void every_region_of_the_code_is_shown_somewhere() {
        assertThat(shown().keySet()).containsAll(regions.keySet());
    }

    @Test
    void no_document_shows_java_that_nothing_compiles() {
        for (Document document : documents) {
            assertThat(document.javaOutsideOfSnippets())
                    .as("```java in %s without a snippet marker around it", document.file())
                    .isEmpty();
        }
    }

    @Test
    void snippets_stay_short() {
        assertThat(regions).allSatisfy((name, lines) -> assertThat(lines).hasSizeLessThanOrEqualTo(16));
        assertThat(regions.get("FirstJob first-job")).hasSizeLessThanOrEqualTo(12);
    }

    private Map<String, List<String>> shown() {
        return documents.stream()
                .flatMap(document -> document.snippets().entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        Map.Entry::getValue,
                        (one, other) -> {
                            assertThat(other).isEqualTo(one);
                            return one;
                        },
                        TreeMap::new));
    }

    @Test
    void every_marker_of_a_snippet_is_closed_and_has_java_right_behind_it() {
        for (Document document : documents) {
            assertThat(document.brokenMarkers()).as("%s", document.file()).isEmpty();
        }
    }
}
