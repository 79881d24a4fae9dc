package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.core.RejectionCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Sends a command for a request, and answers with its id and, if that is wanted, with what became of it. */
final class Sender {

    /** The parameter that says how long to wait. */
    static final String WAIT = "wait";

    /** Who wants it; in the body it is the field {@code by}. */
    static final String BY = "X-Sluice-By";

    private static final int LONGEST_NAME = 100;
    private static final String NOBODY = "http";

    private final Commands commands;

    Sender(Commands commands) {
        this.commands = commands;
    }

    /** Sends it; the reading of the body ends here, but for jobs, which are read on the way. */
    void send(Context request, Parameters given, Fields body, Commands.Order order) {
        Duration wait = given.wait(WAIT);
        String by = by(request, body);
        if (!isReadLater(order)) {
            body.nothingElse();
        }
        Commands.Sent sent = commands.send(order, by, wait);
        if (sent.verdict().isEmpty()) {
            request.status(202).json(Answers.Command.of(sent, "sent", Optional.empty()));
            return;
        }
        switch (sent.verdict().get()) {
            case Commands.Verdict.Accepted accepted ->
                request.json(Answers.Command.of(sent, "accepted", Optional.empty()));
            case Commands.Verdict.Duplicate twin ->
                request.json(Answers.Command.of(sent, "duplicate", Optional.of(twin.existing())));
            case Commands.Verdict.Replaced twin ->
                request.json(Answers.Command.of(sent, "replaced", Optional.of(twin.existing())));
            case Commands.Verdict.Rejected refusal ->
                request.status(status(refusal.code())).json(Answers.Refusal.of(sent, refusal));
        }
    }

    private static boolean isReadLater(Commands.Order order) {
        return order instanceof Commands.Order.Submit
                || order instanceof Commands.Order.SubmitFlow
                || order instanceof Commands.Order.PutSchedule;
    }

    /** That what is only asked for would be a command. */
    void check(Context request, Fields body) {
        by(request, body);
        body.nothingElse();
    }

    private static String by(Context request, Fields body) {
        String by = body.text("by")
                .or(() -> Optional.ofNullable(request.header(BY)))
                .filter(name -> !name.isBlank())
                .orElse(NOBODY);
        if (by.length() > LONGEST_NAME || by.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("who wants it (the field by, or the header " + BY + ") is longer than "
                    + LONGEST_NAME + " characters, or has some that cannot be printed");
        }
        return by;
    }

    /** 409: what is there forbids it, another time it may be right. 422: it never will be. */
    private static int status(String code) {
        boolean isKnown = Arrays.stream(RejectionCode.values())
                .anyMatch(known -> known.name().equals(code));
        if (!isKnown) {
            return 422;
        }
        return switch (RejectionCode.valueOf(code)) {
            case STALE_RUN, WRONG_STATE, UNKNOWN_JOB, UNKNOWN_FLOW, UNKNOWN_SCHEDULE, UNKNOWN_SWEEP -> 409;
            case OVER_LIMIT, BAD_CHANNELS, BAD_FLOW, BAD_SCHEDULE, BAD_JOB -> 422;
        };
    }
}
