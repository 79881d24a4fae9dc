package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Semantics §2: what is over a limit is refused, with the limit; what is at it is stored. */
class LimitsOfJobsTest {

    private static final long DAY = 24 * 3_600_000L;

    private final World world = new World();

    @Test
    void a_type_has_at_most_sixty_four_letters() {
        stored(asked -> type(asked, "a".repeat(64)));
        refused(asked -> type(asked, "a".repeat(65)), "1 to 64 characters");
        refused(asked -> type(asked, ""), "1 to 64 characters");
        refused(asked -> type(asked, "größe"), "A-Z, a-z, 0-9, _ and -");
    }

    @Test
    void a_channel_is_at_most_eight_names_deep() {
        stored(asked -> asked.withChannel("root.2.3.4.5.6.7.8"));
        refused(asked -> asked.withChannel("root.2.3.4.5.6.7.8.9"), "9 names deep; 8 are allowed");
        refused(asked -> asked.withChannel("root..x"), "root..x");
    }

    @Test
    void a_payload_has_at_most_five_hundred_and_twelve_kibibytes() {
        stored(asked -> asked.withPayload(bytes(512 * 1024)));
        refused(asked -> asked.withPayload(bytes(512 * 1024 + 1)), "524289 bytes long; at most 524288");
    }

    @Test
    void headers_have_at_most_sixteen_kibibytes_together_counted_as_they_are_sent() {
        stored(asked -> asked.described("", Map.of("a", "x".repeat(16 * 1024 - 1)), 0));
        refused(asked -> asked.described("", Map.of("a", "x".repeat(16 * 1024)), 0), "16385 bytes long; at most 16384");
        refused(asked -> asked.described("", Map.of("a", "é".repeat(8 * 1024)), 0), "16385 bytes long");
    }

    @Test
    void an_eta_is_at_most_ten_years_ahead() {
        stored(asked -> asked.with(asked.options().withEta(world.now + 3_653 * DAY)));
        refused(asked -> asked.with(asked.options().withEta(world.now + 3_653 * DAY + 1)), "more than 10 years ahead");
    }

    @Test
    void attempts_and_timeout_are_not_negative() {
        stored(asked -> asked.with(asked.options().withMaxAttempts(0).withTimeout(0)));
        refused(asked -> asked.with(asked.options().withMaxAttempts(-1)), "maxAttempts is -1");
        refused(asked -> asked.with(asked.options().withTimeout(-1)), "the timeout is -1 ms");
    }

    private static Payload bytes(int count) {
        return new Payload(new byte[count], "application/octet-stream");
    }

    private static Submission type(Submission asked, String type) {
        return Submission.of(asked.id(), type, asked.channel(), asked.payload());
    }

    private void stored(UnaryOperator<Submission> how) {
        submit(how);
        assertThat(world.lastEvent()).isInstanceOf(Event.JobSubmitted.class);
    }

    private void refused(UnaryOperator<Submission> how, String words) {
        submit(how);
        assertThat(world.lastEvent()).isInstanceOfSatisfying(Event.CommandRejected.class, refused -> {
            assertThat(refused.code()).isEqualTo(RejectionCode.OVER_LIMIT);
            assertThat(refused.reason()).contains("was not stored").contains(words);
        });
    }

    private void submit(UnaryOperator<Submission> how) {
        Submission asked = Submission.of(World.id("j" + world.events.size()), "t", "", bytes(1));
        world.command(new Command.Submit(how.apply(asked)));
    }
}
