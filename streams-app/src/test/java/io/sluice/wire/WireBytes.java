package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobAction;
import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Cancel;
import io.sluice.schemas.CancelFlow;
import io.sluice.schemas.CancelSweep;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Configure;
import io.sluice.schemas.ConfigureFile;
import io.sluice.schemas.Delete;
import io.sluice.schemas.DeleteSchedule;
import io.sluice.schemas.Done;
import io.sluice.schemas.DropTree;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.Move;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Pause;
import io.sluice.schemas.Progress;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.RateLimited;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.Reprioritize;
import io.sluice.schemas.Requeue;
import io.sluice.schemas.RequeueFlow;
import io.sluice.schemas.Reschedule;
import io.sluice.schemas.Resume;
import io.sluice.schemas.Retry;
import io.sluice.schemas.SetDone;
import io.sluice.schemas.SetMaxAttempts;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.SubmittedJob;
import io.sluice.schemas.Sweep;
import io.sluice.schemas.SwitchSchedule;
import io.sluice.schemas.TriggerSchedule;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.util.List;

/** What services and workers write, as bytes: the other end of {@link Wire}. */
public final class WireBytes {

    private WireBytes() {}

    /** A record of {@code sluice.jobs}. */
    public static byte[] command(Command command, Cause cause) {
        Object body = switch (command) {
            case Command.Submit c -> new Submit(JobWire.spec(c.job()));
            case Command.Pause c -> new Pause(c.channel(), c.reason(), c.type());
            case Command.Resume c -> new Resume(c.channel(), c.type());
            case Command.Configure c -> new Configure(c.channels());
            case Command.ConfigureFile c -> new ConfigureFile(c.text());
            // flows
            case Command.SubmitFlow c ->
                new SubmitFlow(
                        FlowWire.flow(c.flow()),
                        c.description(),
                        c.jobs().stream().map(JobWire::spec).toList());
            case Command.CancelFlow c -> new CancelFlow(FlowWire.flow(c.flow()), c.reason());
            case Command.RequeueFlow c -> new RequeueFlow(FlowWire.flow(c.flow()));
            case Command.PutSchedule c -> new PutSchedule(ScheduleWire.schedule(c.schedule()));
            case Command.DeleteSchedule c -> new DeleteSchedule(c.id());
            case Command.TriggerSchedule c -> new TriggerSchedule(c.id());
            case Command.SwitchSchedule c -> new SwitchSchedule(c.id(), c.enabled());
            case Command.OnJob c -> onJob(Ids.job(c.job()), c.action());
            // jobs
            case Command.Sweep c -> new Sweep(ActionWire.filter(c.filter()), ActionWire.action(c.action()));
            case Command.CancelSweep c -> new CancelSweep(UuidFormat.encode(c.sweep()));
            case Command.DropTree c -> new DropTree(c.reason());
            default -> throw new IllegalArgumentException("no command on sluice.jobs: " + command);
        };
        return RecordFormats.bundled()
                .command()
                .encode(new io.sluice.schemas.Command(
                        cause.command().map(UuidFormat::encode).orElse(null), cause.by(), 7L, body));
    }

    private static Object onJob(Uuid job, JobAction action) {
        return switch (action) {
            case JobAction.Cancel c -> new Cancel(job, c.reason(), c.force());
            case JobAction.Requeue c -> new Requeue(job);
            case JobAction.SetDone c -> new SetDone(job, c.result().orElse(null));
            case JobAction.Delete c -> new Delete(job);
            case JobAction.Reprioritize c -> new Reprioritize(job, c.priority());
            case JobAction.Reschedule c -> new Reschedule(job, c.eta());
            case JobAction.Move c -> new Move(job, c.channel());
            case JobAction.SetMaxAttempts c -> new SetMaxAttempts(job, c.most());
            case JobAction.Drop c -> throw new IllegalArgumentException("nobody sends " + c);
        };
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
            case Command.Progressed c ->
                report(
                        c.worker(),
                        new Progress(
                                c.bundle().number(),
                                Ids.job(c.job()),
                                c.run(),
                                c.progress().percent(),
                                c.progress().message()));
            case Command.HandedBack c ->
                report(
                        c.worker(),
                        new HandedBack(
                                c.bundles().stream().map(BundleId::number).toList(),
                                c.reason(),
                                c.jobs().stream()
                                        .map(unstarted -> new BundledRun(
                                                unstarted.bundle().number(), Ids.job(unstarted.job()), unstarted.run()))
                                        .toList()));
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
            case Command.Tick c -> Wire.bundled().tick().value();
            default -> throw new IllegalArgumentException("no report of a worker: " + command);
        };
    }

    private static byte[] report(String worker, Object body) {
        return RecordFormats.bundled().report().encode(new Report(worker, 7L, body));
    }

    private static HeldBundle held(Command.Held held) {
        return new HeldBundle(
                held.partition(), held.bundle().tree(), held.bundle().number());
    }

    private static Outcome outcome(Command.Outcome outcome) {
        Object end = switch (outcome.end()) {
            case Command.Done c ->
                new Done(
                        c.result().orElse(null),
                        c.submitted().stream()
                                .map(one -> new SubmittedJob(JobWire.spec(one.job()), one.holdsChildren()))
                                .toList());
            case Command.Retry c ->
                new Retry(
                        JobWire.error(c.error()),
                        JobWire.boxed(c.delayMs()),
                        c.policy().map(PolicyWire::policy).orElse(null));
            case Command.Failed c -> new Failed(JobWire.error(c.error()));
            case Command.Snoozed c -> new Snoozed(c.delayMs());
            case Command.RateLimited c -> new RateLimited(c.delayMs());
        };
        return new Outcome(
                outcome.bundle().number(),
                Ids.job(outcome.job()),
                outcome.run(),
                outcome.startedAt(),
                outcome.finishedAt(),
                end,
                outcome.log());
    }
}
