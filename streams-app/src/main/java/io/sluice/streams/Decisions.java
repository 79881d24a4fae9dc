package io.sluice.streams;

import io.sluice.core.Effect;
import io.sluice.core.Event;
import io.sluice.core.Output;
import io.sluice.core.Recorded;
import io.sluice.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what the rules decided. Nothing may be caught from here on: it belongs to the same transaction as the state. */
final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final int partition;
    private final Wire wire;
    private final Outbox outbox;
    private final ShellCounts counts;
    private final Telling telling;
    private final Stopwatches stopwatches;

    Decisions(int partition, Wire wire, Outbox outbox, ShellCounts counts, Telling telling, Stopwatches stopwatches) {
        this.stopwatches = stopwatches;
        this.partition = partition;
        this.wire = wire;
        this.outbox = outbox;
        this.counts = counts;
        this.telling = telling;
    }

    void send(Output output, long now) {
        wire.messages(output.events()).forEach(message -> outbox.send(message, now));
        counts.rejected(output.events().stream()
                .map(Recorded::event)
                .filter(Event.CommandRejected.class::isInstance)
                .count());
        output.effects().forEach(effect -> send(effect, now));
        stopwatches.decided(output, now);
        telling.decided(output);
    }

    private void send(Effect effect, long now) {
        switch (effect) {
            case Effect.TimerFailed e -> failed(e, now);
            case Effect.Dispatch e -> outbox.send(wire.message(e, partition), now);
            case Effect.TellStop e -> outbox.send(wire.message(e, partition), now);
            case Effect.TellDrop e -> outbox.send(wire.message(e, partition), now);
            case Effect.TellConfirmed e -> outbox.send(wire.message(e, partition), now);
            case Effect.WriteLeaseCheck e -> outbox.send(wire.message(e, partition), now);
        }
    }

    private void failed(Effect.TimerFailed failure, long now) {
        counts.timerFailed();
        LOG.error(
                "partition {}: the timer {} threw {}; it was taken back and {}",
                partition,
                failure.timer(),
                failure.cause(),
                failure.givenUp() ? "is given up" : "comes again later",
                failure.cause());
        if (failure.givenUp()) {
            counts.deadLetter();
            outbox.deadTimer(failure, now);
        }
    }
}
