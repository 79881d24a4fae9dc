package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.RecordEngine.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What only engines can show that read bytes: what happens to those that mean nothing. */
public interface RecordScenarios {

    /** An engine with nothing in it that matters to a new tree. */
    RecordEngine engine();

    @Test
    default void bytes_that_are_no_command_are_put_aside_and_the_stream_goes_on() {
        RecordEngine engine = engine();
        Tale tale = new Tale(engine).worker(1).submit("", "before");
        byte[] garbage = "no command".getBytes(StandardCharsets.UTF_8);
        engine.bytes(tale.tree(), garbage);
        byte[] unknownSchema = {0, 0, 0, 9, 9, 1, 2, 3};
        engine.bytes(tale.tree(), unknownSchema);
        tale.submit("", "behind");

        assertThat(tale.run(2)).containsExactly("before", "behind");

        engine.await("two dead letters", () -> engine.deadLetters(tale.tree()).size() >= 2);
        assertThat(engine.deadLetters(tale.tree()))
                .extracting(DeadLetter::value)
                .containsExactly(garbage, unknownSchema);
        assertThat(engine.deadLetters(tale.tree()).getLast().cause()).contains("schema");
    }
}
