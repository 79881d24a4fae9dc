package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** That the state is what its events make, as an operator would ask. */
public final class VerifiedState {

    private VerifiedState() {}

    /** @param url where the scheduler's query API listens */
    public static void mustBe(String url) {
        StringWriter told = new StringWriter();
        PrintWriter out = new PrintWriter(told);
        assertThat(Main.run(out, out, "verify", "--url", url))
                .as(told.toString())
                .isZero();
    }
}
