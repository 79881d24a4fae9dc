package io.sluice.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes commands and says what became of them as a test wants it. */
public final class CommandsByHand implements Commands {

    /** The id of every command. */
    public static final UUID ID = UUID.fromString("01920000-0000-7000-8000-000000000c0d");

    /** What was sent, in its order. */
    final List<Sending> sent = new ArrayList<>();

    private Optional<Verdict> verdict = Optional.of(new Verdict.Accepted());
    private RuntimeException failure;

    record Sending(Order order, String by, Duration patience) {}

    /** From now on it ends like that; none: it takes too long. */
    void answer(Verdict next) {
        verdict = Optional.ofNullable(next);
    }

    /** From now on it fails like that. */
    void fail(RuntimeException next) {
        failure = next;
    }

    @Override
    public Sent send(Order order, String by, Duration wait) {
        if (failure != null) {
            throw failure;
        }
        sent.add(new Sending(order, by, wait));
        return Sent.command(ID, wait.isZero() ? Optional.empty() : verdict);
    }

    Order last() {
        return sent.getLast().order();
    }
}
