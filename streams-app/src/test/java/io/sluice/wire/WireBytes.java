package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.schemas.Cancel;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Pause;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Report;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.Resume;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.Submit;
import io.sluice.schemas.UuidFormat;
import java.util.List;

/** What services and workers write, as bytes: the other end of {@link Wire}. */
public final class WireBytes {

    private WireBytes() {}

    /** A record of {@code sluice.jobs}. */
    public static byte[] command(Command command, Cause cause) {
        Object body = switch (command) {
            case Command.Submit c -> new Submit(JobWire.spec(JobWire.job(c.job(), 0, 0)));
            case Command.Cancel c -> new Cancel(Ids.job(c.job()), c.reason());
            case Command.Requeue c -> new Requeue(Ids.job(c.job()));
            case Command.Pause c -> new Pause(c.channel(), c.reason());
            case Command.Resume c -> new Resume(c.channel());
            case Command.Configure c -> new Configure(c.channels());
            case Command.ConfigureFile c -> new ConfigureFile(c.text());
            default -> throw new IllegalArgumentException("no command on sluice.jobs: " + command);
        };
        return RecordFormat.COMMAND.encode(new io.sluice.schemas.Command(
                cause.command().map(UuidFormat::encode).orElse(null), cause.by(), 7L, body));
    }

    /** A record of {@code sluice.reports}. */
    public static byte[] report(Command command) {
        return switch (command) {
            case Command.Claimed c ->
                report(
                        c.worker(),
                        new Claimed(c.claims().stream()
                                .map(claim -> new ClaimedBundle(claim.bundle().number(), 1, claim.confirm()))
                                .toList()));
            case Command.Outcomes c ->
                report(
                        c.worker(),
                        new Outcomes(
                                c.outcomes().stream().map(WireBytes::outcome).toList()));
            case Command.HandedBack c ->
                report(
                        c.worker(),
                        new HandedBack(
                                c.bundles().stream().map(BundleId::number).toList(), c.reason()));
            case Command.Heartbeat c ->
                report(
                        c.worker(),
                        new Heartbeat(
                                c.slots(),
                                1,
                                List.copyOf(c.topics()),
                                List.copyOf(c.types()),
                                c.held().stream().map(WireBytes::held).toList(),
                                c.stopping()));
            case Command.Tick c -> Wire.tick().value();
            default -> throw new IllegalArgumentException("no report of a worker: " + command);
        };
    }

    private static byte[] report(String worker, Object body) {
        return RecordFormat.REPORT.encode(new Report(worker, 7L, body));
    }

    private static HeldBundle held(Command.Held held) {
        return new HeldBundle(
                held.partition(), held.bundle().tree(), held.bundle().number());
    }

    private static Outcome outcome(Command.Outcome outcome) {
        Object end = switch (outcome.end()) {
            case Command.Done c -> new Done(c.result().orElse(null));
            case Command.Retry c ->
                new Retry(
                        JobWire.error(c.error()),
                        JobWire.boxed(c.delayMs()),
                        c.policy().map(JobWire::policy).orElse(null));
            case Command.Failed c -> new Failed(JobWire.error(c.error()));
            case Command.Snoozed c -> new Snoozed(c.delayMs());
        };
        return new Outcome(
                outcome.bundle().number(),
                Ids.job(outcome.job()),
                outcome.run(),
                outcome.startedAt(),
                outcome.finishedAt(),
                end);
    }
}
