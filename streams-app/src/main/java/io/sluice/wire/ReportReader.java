package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.LeaseCheck;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Progress;
import io.sluice.schemas.RateLimited;
import io.sluice.schemas.Report;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.Tick;
import java.util.Optional;

/** What workers report and what the application writes to itself. */
final class ReportReader {

    private ReportReader() {}

    static Decoded read(Optional<byte[]> key, Report record) {
        return switch (record.getBody()) {
            case Tick c -> new Decoded(new Command.Tick(), Cause.itself());
            case LeaseCheck c -> new Decoded(leaseCheck(c), Cause.itself());
            case Heartbeat c -> {
                String worker = Bounds.worker(record.getWorker());
                yield new Decoded(heartbeat(worker, c), by("", worker));
            }
            default -> ofTree(Ids.tree(key, record.getBody().getClass().getSimpleName()), record);
        };
    }

    private static Decoded ofTree(String tree, Report record) {
        String worker = Bounds.worker(record.getWorker());
        Command command = switch (record.getBody()) {
            case Claimed c ->
                new Command.Claimed(
                        worker,
                        c.getBundles().stream().map(claim -> claim(tree, claim)).toList());
            case Outcomes c ->
                new Command.Outcomes(
                        worker,
                        c.getOutcomes().stream()
                                .map(outcome -> outcome(tree, outcome))
                                .toList());
            case HandedBack c ->
                new Command.HandedBack(
                        worker,
                        c.getBundles().stream()
                                .map(number -> new BundleId(tree, number))
                                .toList(),
                        Bounds.reason(c.getReason()),
                        c.getJobs().stream()
                                .map(unstarted -> new Command.Unstarted(
                                        new BundleId(tree, unstarted.getBundle()),
                                        Ids.job(tree, unstarted.getJob()),
                                        unstarted.getRun()))
                                .toList());
            case Progress c ->
                new Command.Progressed(
                        worker,
                        new BundleId(tree, c.getBundle()),
                        Ids.job(tree, c.getJob()),
                        c.getRun(),
                        new io.sluice.core.Progress(c.getPercent(), c.getMessage()));
            default -> throw new BadRecordException("a report of an unknown kind: " + record.getBody());
        };
        return new Decoded(command, by(tree, worker));
    }

    private static Cause by(String tree, String worker) {
        return new Cause(tree, Optional.empty(), worker);
    }

    private static Command.Claim claim(String tree, ClaimedBundle claim) {
        return new Command.Claim(new BundleId(tree, claim.getNumber()), claim.getConfirm());
    }

    private static Command.Outcome outcome(String tree, Outcome outcome) {
        JobId job = Ids.job(tree, outcome.getJob());
        return new Command.Outcome(
                new BundleId(tree, outcome.getBundle()),
                job,
                outcome.getRun(),
                outcome.getStartedAt(),
                outcome.getFinishedAt(),
                end(job, outcome.getEnd()),
                outcome.getLog());
    }

    private static Command.End end(JobId job, Object end) {
        return switch (end) {
            case Done c -> FlowWire.done(job, c);
            case Retry c ->
                new Command.Retry(
                        JobWire.failure(c.getError()),
                        JobWire.optional(c.getDelayMs()),
                        PolicyWire.policyIfRight(c.getPolicy()));
            case Failed c -> new Command.Failed(JobWire.failure(c.getError()));
            case Snoozed c -> new Command.Snoozed(c.getDelayMs());
            case RateLimited c -> new Command.RateLimited(c.getDelayMs());
            default -> throw new BadRecordException("an outcome of an unknown kind: " + end);
        };
    }

    private static Command heartbeat(String worker, Heartbeat beat) {
        return new Command.Heartbeat(
                worker,
                beat.getSlots(),
                Bounds.names(beat.getTopics(), "a channel topic"),
                Bounds.names(beat.getTypes(), "a job type"),
                beat.getHeld().stream()
                        .map(held -> new Command.Held(held.getPartition(), bundle(held)))
                        .toList(),
                beat.getStopping());
    }

    private static Command leaseCheck(LeaseCheck check) {
        return new Command.LeaseCheck(
                Optional.ofNullable(check.getWorker()),
                check.getLastSeen(),
                check.getBundles().stream().map(ReportReader::bundle).toList());
    }

    private static BundleId bundle(HeldBundle held) {
        return new BundleId(held.getTree(), held.getNumber());
    }
}
