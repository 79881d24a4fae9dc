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
            [acme]                       | only [default]
            a.b:1:topic,a_b:1:topic      | only in . and _
            """)
    void errors_quote_the_entry_and_say_what_is_allowed(String text, String words) {
        assertThatThrownBy(() -> ChannelText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
