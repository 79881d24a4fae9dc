package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Semantics §5: the channels file, its sections and templates, and how it meets what was set live. */
class ChannelFileTest {

    private static final ChannelPath A = ChannelPath.parse("a");

    private final World world = new World();

    private Limits limits(String tree, String channel) {
        return world.state.channels(tree).limits(ChannelPath.parse(channel));
    }

    // ---- taking away

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throttle=5/1s",
                "burst=2",
                "weight=3",
                "timeout=5m",
                "max-attempts=3",
                "retry=fixed(10s)",
                "retention=7d",
                "retention.failed=30d",
                "bundle=1",
                "on-failure=alarm",
                "fair"
            })
    void an_option_of_the_file_can_be_taken_away_live(String option) {
        String name = option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
        String throttled = name.equals("burst") ? ":throttle=5/1s" : "";
        world.channels("a:2" + throttled + ":" + option);
        Limits without = ChannelText.parse("a:2" + throttled).get(A);

        world.command(new Command.Configure("a:2:" + name + "=no"));
        world.restart();

        ChannelTree channels = world.state.channels("main");
        assertThat(says(channels.limits(A))).isEqualTo(says(without));
        assertThat(channels.text()).contains(":" + name + "=no");
        assertThat(new ChannelTree(ChannelFile.parse(channels.text()), "main", Map.of()).limits(A))
                .as("what is exported reads back")
                .isEqualTo(channels.limits(A));
        assertThat(channels.differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(ChannelText.entry(A, difference.live())).contains(name + "=no"));
    }

    /** All that a channel's own limits answer. */
    private static List<Object> says(Limits limits) {
        return List.of(
                limits.throttle(),
                limits.burst(),
                limits.weight(),
                limits.fair(),
                limits.timeout(),
                limits.maxAttempts(),
                limits.retry(),
                limits.retention(),
                limits.retentionFailed(),
                limits.alone(),
                limits.onFailure());
    }

    @Test
    void what_is_taken_away_is_said_by_the_channels_above_again() {
        world.channels("root:*:timeout=10m:aging=30s,a:2:timeout=5m");
        world.command(new Command.Configure("a:2:timeout=no,root:*:aging=no"));

        assertThat(world.state.channels("main").timeout(A)).isEqualTo(600_000);
        assertThat(world.state.channels("main").aging()).isEmpty();

        world.command(new Command.Configure("root:*:timeout=no"));
        assertThat(world.state.channels("main").timeout(A)).isZero();
    }

    @Test
    void a_throttle_that_is_taken_away_needs_no_word_about_its_burst_and_holds_nothing_back() {
        world.channels("a:*:throttle=1/1h:burst=1").worker("w", 9);
        world.submit("j1", job -> job.channel("a")).submit("j2", job -> job.channel("a"));
        assertThat(world.stateOf("j2")).isEqualTo(JobState.READY);

        world.command(new Command.Configure("a:*:throttle=no"));

        assertThat(world.stateOf("j2")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_section_takes_away_what_the_defaults_say() {
        world.channels("a:2:throttle=5/1s\n[acme]\na:2:throttle=no");

        assertThat(limits("main", "a").throttle()).isPresent();
        assertThat(limits("acme", "a").throttle()).isEmpty();
    }

    // ---- sections

    @Test
    void a_section_overrides_the_defaults_option_by_option() {
        world.channels("root:4\na:2:throttle=5/1s:max-attempts=3\n[acme]\na:7:throttle=1/1s # slower");

        assertThat(limits("main", "a"))
                .isEqualTo(Limits.capacity(2)
                        .with(ChannelOption.THROTTLE, new Throttle(5, 1000))
                        .with(ChannelOption.MAX_ATTEMPTS, 3));
        assertThat(limits("acme", "a"))
                .isEqualTo(Limits.capacity(7)
                        .with(ChannelOption.THROTTLE, new Throttle(1, 1000))
                        .with(ChannelOption.MAX_ATTEMPTS, 3));
        assertThat(limits("acme", "root").capacity()).hasValue(4);
    }

    @Test
    void a_text_without_a_section_is_the_default() {
        assertThat(ChannelFile.parse("a:2")).isEqualTo(ChannelFile.parse("[default]\na:2"));
        assertThat(ChannelFile.parse(" # nothing")).isEqualTo(ChannelFile.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:1;[acme];a:1:topic               | entry "root.a:1:topic": topic can be set in the channels file's [default] only
            a:1;[acme];b:x                     | the capacity is "x"
            a:1;[acme];b:1;[acme];c:1          | channel section "[acme]" stands there twice
            [acme;a:1                          | a section stands alone in its line
            [ac me];a:1                        | the tree "ac me" is not a name
            a:1:sequential;[acme];a:2          | entry "root.a:2": sequential lets one job after the other run
            a:1:burst=2                        | entry "root.a:1:burst=2": burst says how many releases of a throttle go at once
            a:1:throttle=2/1s;[acme];a:1:burst=3 | burst is 3; allowed is 1 to 2
            a:1:sequential:retention.failed=1d | retention.failed cannot be set in a sequential channel
            a:1:sequential;a.b:1:retention.failed=1d | root.a is sequential
            a.b:1:retention.failed=1d;[acme];a:1:sequential | root.a is sequential
            """)
    void errors_quote_the_entry_and_say_what_is_allowed(String text, String words) {
        assertThatThrownBy(() -> ChannelFile.parse(text.replace(';', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void burst_in_a_section_finds_the_throttle_of_the_defaults() {
        world.channels("a:1:throttle=5/1s\n[acme]\na:1:burst=5");

        assertThat(limits("acme", "a").burst()).isEqualTo(5);
    }

    // ---- templates

    @Test
    void an_undeclared_channel_is_made_from_the_nearest_template() {
        world.channels("tenant:8,tenant.*:2,tenant.vip:5,*:3");

        assertThat(limits("main", "tenant.x").capacity()).hasValue(2);
        assertThat(limits("main", "tenant.x.deep").capacity()).hasValue(2);
        assertThat(limits("main", "other").capacity()).hasValue(3);
        assertThat(limits("main", "tenant.vip").capacity()).hasValue(5);
    }

    @Test
    void below_a_declared_channel_a_template_from_above_it_does_not_hold() {
        world.channels("tenant.*:2,tenant.vip:5");

        assertThat(limits("main", "tenant.vip.mail").capacity()).isEmpty();
        assertThat(limits("main", "other").capacity()).isEmpty();
        assertThat(limits("main", "root").capacity())
                .as("root is * unless told otherwise")
                .isEmpty();
    }

    @Test
    void a_template_limits_each_child_for_itself() {
        world.channels("tenant.*:1").worker("w", 10);
        for (String name : new String[] {"a1", "a2", "b1"}) {
            world.submit(name, job -> job.channel("tenant." + name.charAt(0)));
        }

        assertThat(world.released("a1", "a2", "b1")).containsExactly("a1", "b1");
    }

    @Test
    void a_template_can_be_changed_live_and_no_job_can_be_in_one() {
        world.channels("tenant.*:1").worker("w", 10).command(new Command.Configure("tenant.*:2"));

        world.submit("a1", job -> job.channel("tenant.a")).submit("a2", job -> job.channel("tenant.a"));
        assertThat(world.released("a1", "a2")).containsExactly("a1", "a2");

        world.submit("star", job -> job.channel("tenant.*"));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("is a template for other channels");
    }

    // ---- file and live

    @Test
    void a_partition_that_has_the_file_already_does_nothing() {
        world.channels("a:1").command(new Command.Configure("a:5"));
        int before = world.events.size();

        world.channels("a:1");

        assertThat(world.events).hasSize(before);
        assertThat(limits("main", "a").capacity()).hasValue(5);
    }

    @Test
    void a_live_change_stays_until_the_file_says_something_else_about_that_channel() {
        world.channels("a:1,b:1").command(new Command.Configure("a:5,b:6"));

        world.channels("a:2,b:1");

        assertThat(limits("main", "a").capacity()).hasValue(2);
        assertThat(limits("main", "b").capacity()).hasValue(6);
        world.command(new Command.Configure("a:9"));
        assertThat(limits("main", "a").capacity()).hasValue(9);
        world.restart();
        assertThat(limits("main", "a").capacity()).hasValue(9);
        assertThat(limits("main", "b").capacity()).hasValue(6);
    }

    @Test
    void an_entry_that_the_file_loses_takes_the_live_change_of_it_along() {
        world.channels("a:1").command(new Command.Configure("a:5,b:7"));

        world.channels("root:3");

        assertThat(limits("main", "a").capacity()).isEmpty();
        assertThat(limits("main", "b").capacity()).hasValue(7);
    }

    @Test
    void a_changed_section_of_one_tree_leaves_live_changes_of_others() {
        world.channels("a:1\n[acme]\na:2");
        world.command("acme", new Command.Configure("a:5")).command(new Command.Configure("a:6"));

        world.channels("a:1\n[acme]\na:3");

        assertThat(limits("acme", "a").capacity()).hasValue(3);
        assertThat(limits("main", "a").capacity()).hasValue(6);
    }

    @Test
    void a_live_change_that_does_not_fit_the_file_is_refused_whole() {
        world.channels("p.a:*:retention.failed=1h").command(new Command.Configure("p:1:sequential"));
        assertThat(world.refusal()).contains("root.p.a").contains("root.p is sequential");
        world.channels("a:1:sequential").command(new Command.Configure("b:4,a:2"));

        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("\"root.a:2\"", "capacity 1");
        assertThat(limits("main", "b")).isEqualTo(Limits.NONE);

        world.command(new Command.Configure("a:2:sequential=no"));
        assertThat(limits("main", "a").sequential()).isFalse();
    }

    @Test
    void topic_cannot_be_set_live() {
        world.command(new Command.Configure("a:2:topic=no"));
        assertThat(world.refusal()).contains("topic can be set in the channels file's [default] only");
        world.command(new Command.Configure("a:2:topic"));

        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("[default] only");
    }

    @Test
    void a_bad_file_is_refused_and_the_last_one_stays() {
        world.channels("a:1").channels("a:2:wings");

        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("unknown option \"wings\"");
        assertThat(limits("main", "a").capacity()).hasValue(1);
    }

    @Test
    void what_is_exported_reads_back_as_the_same() {
        world.channels("root:4,a:1:topic,tenant:8:fair,tenant.*:2:weight=3,s:1:sequential\n[main]\na:3");
        world.command(new Command.Configure("a:5:throttle=5/1s:burst=2,x:0:retry=steps{1: 10s, 5: 1m..2m}"));

        ChannelTree live = world.state.channels("main");
        ChannelTree read = new ChannelTree(ChannelFile.parse(live.text()), "other", Map.of());

        assertThat(read.declared()).isEqualTo(live.declared()).hasSize(6);
        for (ChannelPath path : live.declared()) {
            assertThat(read.limits(path)).as("%s", path).isEqualTo(live.limits(path));
        }
        assertThat(read.text()).isEqualTo(live.text()).contains("root.a:5:topic:throttle=5/1s:burst=2\n");
    }

    @Test
    void the_difference_between_live_and_file_is_told_entry_by_entry() {
        world.channels("root:4,a:1:topic,b:2").command(new Command.Configure("a:5,b:2,c:7"));

        assertThat(world.state.channels("main").differences())
                .containsExactly(
                        new ChannelTree.Difference(
                                A,
                                Optional.of(ChannelText.parse("a:1:topic").get(A)),
                                ChannelText.parse("a:5:topic").get(A)),
                        new ChannelTree.Difference(ChannelPath.parse("c"), Optional.empty(), Limits.capacity(7)));
    }
}
