package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.it.PromQl.Picked;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void metrics_their_labels_and_groupings_are_found() {
        PromQl found = PromQl.parse("""
                sum by (tree, channel) (rate(a_total{tree=~"x(y",code!="b"}[5m])) / on (tree) group_left (version)
                  max(b_seconds) > 0.05 unless min by (channel) (c) == 0""");

        assertThat(found.metrics())
                .containsExactly(
                        new Picked("a_total", Set.of("tree", "code")),
                        new Picked("b_seconds", Set.of()),
                        new Picked("c", Set.of()));
        assertThat(found.grouping()).containsExactly("channel", "tree", "version");
    }

    @Test
    void variables_of_a_board_stand_in_texts_and_durations() {
        PromQl found = PromQl.parse(
                "histogram_quantile(0.95, sum by (le) (rate(a_bucket{tree=~\"$tree\"}[$__rate_interval])))");

        assertThat(found.metrics()).containsExactly(new Picked("a_bucket", Set.of("tree")));
        assertThat(found.grouping()).containsExactly("le");
    }

    @Test
    void what_is_no_expression_is_refused() {
        assertThatThrownBy(() -> PromQl.parse("sum(a")).hasMessageContaining("not closed");
        assertThatThrownBy(() -> PromQl.parse("sum(a))")).hasMessageContaining("not open");
        assertThatThrownBy(() -> PromQl.parse("ratte(a[5m])")).hasMessageContaining("ratte is no function");
        assertThatThrownBy(() -> PromQl.parse("sum a")).hasMessageContaining("no bracket");
        assertThatThrownBy(() -> PromQl.parse("a & b")).hasMessageContaining("unknown sign");
    }
}
