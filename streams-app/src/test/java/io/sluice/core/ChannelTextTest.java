package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channel text, and what its errors quote. */
class ChannelTextTest {

    @Test
    void entries_stand_between_commas_and_lines_and_comments_end_lines() {
        Map<ChannelPath, Limits> channels = ChannelText.parse("""
                [default]
                root:4, import:1:topic   # long ones
                # nothing here, root.not:1
                root.shop : * , root.lone,
                """);

        assertThat(channels.keySet())
                .extracting(ChannelPath::text)
                .containsExactly("root", "root.import", "root.shop", "root.lone");
        assertThat(channels.get(ChannelPath.parse("import")).topic()).isTrue();
        assertThat(channels.get(ChannelPath.parse("shop")).capacity()).isEmpty();
        assertThat(channels.get(ChannelPath.parse("lone")).capacity())
                .as("no capacity = 1")
                .hasValue(1);
    }

    @Test
    void commas_and_colons_in_parentheses_belong_to_the_value() {
        Limits limits = ChannelText.parse("a:2:retry=exponential(1s,2,1m,0.1):max-attempts=3,b:1")
                .get(ChannelPath.parse("a"));

        assertThat(limits.retry()).contains(new RetryPolicy.Exponential(1000, 2, 60_000, 0.1));
        assertThat(limits.maxAttempts()).hasValue(3);
    }

    @Test
    void what_is_printed_reads_back_as_the_same() {
        Map<ChannelPath, Limits> channels = ChannelText.parse(
                "root:4,a:*:topic:retry=fixed(90s),a.b:0:max-attempts=0:retry=exponential(0s,1.5,1h,0)");

        channels.forEach((path, limits) -> assertThat(ChannelText.parse(ChannelText.entry(path, limits)))
                .containsExactly(Map.entry(path, limits)));
    }

    @Test
    void nothing_declares_nothing() {
        assertThat(ChannelText.parse("")).isEmpty();
        assertThat(ChannelText.parse(" \n # only a comment\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            root:4,,a:1                  | entry ""
            root:4,:3                    | the name is missing
            root.a:x                     | entry "root.a:x": the capacity is "x"
            root.a:-1                    | the capacity is "-1"
            root.a:1:wings               | unknown option "wings"; known are topic
            root.a:1:topic:topic         | the option topic stands there twice
            root.a:1:topic=yes           | the option topic takes no value
            root.a:1,a:2                 | the channel root.a stands there twice
            root.a:1:retry=fixed(5 min)  | "5 min" is not a duration
            root.a:1:retry=sometimes     | the option retry is "sometimes"
            root.a b:1                   | "a b"
            root.a:2:sequential          | entry "root.a:2:sequential": sequential lets one job after the other run and needs the capacity 1
            root.a:*:sequential          | needs the capacity 1
            root.a:1:throttle=5/1        | the option throttle is "5/1": "1" is not a duration
            root.a:1:timeout=999999999999d | the option timeout is "999999999999d": "999999999999d" is too long a duration; at most 3653d
            root.a:1:timeout=٣s         | "٣s" is not a duration
            root.a:1:weight=9999999999   | allowed is a whole number from 1 to 999999999
            root:1:aging=25d             | aging is 25d; at most 24d is allowed
            root.a:1:retry=exponential(1s,.5,1m,0) | the option retry is "exponential(1s,.5,1m,0)": ".5" is not a decimal number
            root.a:1:throttle=0          | the option throttle is "0"
            root.a:1:throttle            | the option throttle needs a value: throttle=<number>/<duration>, or throttle=no
            root.a:1:max-attempts=none   | the option max-attempts is "none"; allowed is a whole number up to 999999999, 0 for no limit, or no
            root.a:1:weight=no:weight=2  | the option weight stands there twice
            root.a:1:throttle=2/1s:burst=3 | burst is 3; allowed is 1 to 2
            root.a:1:aging=30s           | aging holds for the whole tree and can be set on root only
            root:1:weight=2              | weight is a share among the children of a fair channel
            root.a.*:1:topic             | a template makes no channel topics
            root.*.a:1                   | the part "*" is not a name
            [acme]                       | a section of a tree can stand in the channels file only
            a.b:1:topic,a_b:1:topic      | only in . and _
            """)
    void errors_quote_the_entry_and_say_what_is_allowed(String text, String words) {
        assertThatThrownBy(() -> ChannelText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
