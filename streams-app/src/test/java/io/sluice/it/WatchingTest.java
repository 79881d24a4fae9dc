package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WatchingTest {

    @Test
    void the_alarm_for_a_lag_rings_at_a_tenth_of_what_the_topics_keep() throws IOException {
        for (String topic : List.of(Topics.JOBS, Topics.REPORTS)) {
            long keptMs = Long.parseLong(Topics.bundled().topic(topic).config().get("retention.ms"));
            assertThat(Watching.alerts())
                    .filteredOn(rule -> rule.path("alert").asText().equals("SluiceLagNearsRetention"))
                    .extracting(rule -> rule.path("expr").asText())
                    .singleElement()
                    .asString()
                    .endsWith("> " + keptMs / 10_000);
        }
    }

    @Test
    void board_and_rules_use_metrics_that_are_documented() throws IOException {
        Set<String> known = Watching.documented().stream()
                .map(Watching.Documented::name)
                .collect(Collectors.toCollection(TreeSet::new));
        known.add("ALERTS");
        List<String> expressions = new ArrayList<>(Watching.boardExpressions());
        expressions.addAll(Watching.alertExpressions());

        for (String expression : expressions) {
            PromQl read = PromQl.parse(expression);
            assertThat(known)
                    .as(expression)
                    .containsAll(read.metrics().stream()
                            .map(picked -> picked.metric().replaceAll("_(bucket|sum|count)$", ""))
                            .toList());
        }
    }

    @Test
    void texts_of_board_and_rules_show_labels_that_their_expression_keeps() throws IOException {
        for (Watching.Shown shown : Watching.shown()) {
            Set<String> kept = new TreeSet<>(PromQl.parse(shown.expression()).grouping());
            if (kept.isEmpty() && !shown.expression().matches(".*\\b(sum|max|min|count)\\(.*")) {
                kept.add("instance");
            }
            assertThat(kept)
                    .as("labels in the texts beside %s", shown.expression())
                    .containsAll(Pattern.compile("\\{\\{ ?(\\w+) ?}}")
                            .matcher(shown.texts())
                            .results()
                            .map(label -> label.group(1))
                            .toList());
        }
    }
}
