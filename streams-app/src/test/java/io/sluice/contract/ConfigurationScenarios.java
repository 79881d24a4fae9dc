package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.RejectionCode;
import org.junit.jupiter.api.Test;

/** What says which limits a channel has: file, live change, template. */
interface ConfigurationScenarios extends Scenarios {

    @Test
    default void a_live_change_stays_until_the_file_says_something_else_about_that_channel() {
        Tale tale = tale().file("import:1,shop:1").channels("import:2").worker(8);
        tale.submit("import", "i1", "i2", "i3", "i4").submit("shop", "s1", "s2");
        assertThat(tale.next(3)).containsExactlyInAnyOrder("i1", "i2", "s1");

        tale.nothingIsReleased().file("import:1,shop:2");
        assertThat(tale.next()).isEqualTo("s2");
        tale.done("i1");
        assertThat(tale.next()).isEqualTo("i3");

        tale.nothingIsReleased().file("import:3,shop:2");
        assertThat(tale.next()).isEqualTo("i4");
    }

    @Test
    default void a_channel_that_is_made_on_first_use_has_the_limits_of_its_template() {
        Tale tale = tale().channels("root:*,tenant:*,tenant.*:1").worker(8);
        tale.submit("tenant.acme", "a1", "a2").submit("tenant.zeta", "z1");

        assertThat(tale.next(2)).containsExactlyInAnyOrder("a1", "z1");

        tale.nothingIsReleased().done("a1");
        assertThat(tale.run(1)).containsExactly("a2");
    }

    @Test
    default void a_channel_text_that_does_not_read_is_refused_whole_and_the_refusal_quotes_the_entry() {
        Tale tale =
                tale().channels("root:1").channels("root:5,shop:many").worker(8).submit("", "1", "2");

        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.BAD_CHANNELS);
        assertThat(tale.refused(1).getFirst().reason()).contains("\"shop:many\"", "a whole number from 0");
        assertThat(tale.next()).isEqualTo("1");
        tale.nothingIsReleased();
    }
}
