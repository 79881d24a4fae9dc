package io.sluice.app.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private final Labels labels =
            new Labels(3, List.of(new ChannelPath("root.shop"), new ChannelPath("root.tenant.*")));

    @Test
    void what_is_declared_has_a_label_and_whoever_comes_first_gets_what_is_left() {
        assertThat(labels.ofChannel("main", "root.a")).isEqualTo(new ChannelLabel("main", "root.a"));
        assertThat(labels.ofChannel("main", "root.b")).isEqualTo(new ChannelLabel("main", "_other"));
        assertThat(labels.ofChannel("acme", "root")).isEqualTo(new ChannelLabel("acme", "_other"));

        assertThat(labels.ofChannel("main", "root")).isEqualTo(new ChannelLabel("main", "root"));
        assertThat(labels.ofChannel("main", "root.shop")).isEqualTo(new ChannelLabel("main", "root.shop"));
        assertThat(labels.ofChannel("main", "root.a")).isEqualTo(new ChannelLabel("main", "root.a"));
    }

    @Test
    void ten_thousand_trees_with_ten_thousand_channels_have_few_labels() {
        Labels many = new Labels(200, List.of());
        Set<ChannelLabel> all = IntStream.range(0, 10_000)
                .mapToObj(i -> many.ofChannel("t" + i, "root.c" + i % 100))
                .collect(Collectors.toSet());
        IntStream.range(0, 10_000).forEach(i -> all.add(many.ofChannel("main", "root.c" + i)));

        assertThat(all).hasSizeLessThanOrEqualTo(200 + Labels.TREES + 2);
        assertThat(all).extracting(ChannelLabel::tree).containsAnyOf("main").contains("_other", "t0", "t19");
        assertThat(all).contains(new ChannelLabel("_other", "_other"));
    }

    @Test
    void main_has_a_label_however_many_came_before() {
        Labels many = new Labels(200, List.of());
        IntStream.range(0, 1_000).forEach(i -> many.ofChannel("t" + i, "root"));

        assertThat(many.isNamed("main")).isTrue();
        assertThat(many.isNamed("t19")).isTrue();
        assertThat(many.isNamed("t20")).isFalse();
    }

    @Test
    void types_beyond_the_bound_share_one() {
        Set<String> types =
                IntStream.range(0, 1_000).mapToObj(i -> labels.ofType("t" + i)).collect(Collectors.toSet());

        assertThat(types).hasSize(Labels.TYPES + 1).contains("_other");
    }
}
