package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Job;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Confirmed;
import io.sluice.schemas.Control;
import io.sluice.schemas.Drop;
import io.sluice.schemas.HeldBundle;
import io.sluice.schemas.LeaseCheck;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.Stop;
import io.sluice.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What leaves for workers and for the partition itself. */
final class EffectWriter {

    private final RecordFormats formats;

    EffectWriter(RecordFormats formats) {
        this.formats = formats;
    }

    Message write(Effect effect, int partition) {
        return switch (effect) {
            case Effect.Dispatch e ->
                new Message(e.topic(), Optional.empty(), formats.bundle().encode(bundle(e, partition)));
            case Effect.TellStop e ->
                control(e.worker(), new Control(e.job().tree(), new Stop(Ids.job(e.job()), e.run(), e.reason())));
            case Effect.TellDrop e ->
                control(e.worker(), new Control(e.job().tree(), new Drop(Ids.job(e.job()), e.run(), e.reason())));
            case Effect.TellConfirmed e -> control(e.worker(), confirmed(e.bundle(), e.refusal()));
            case Effect.TimerFailed e -> throw new IllegalArgumentException("nothing to send: " + e);
            case Effect.WriteLeaseCheck e ->
                new Message(
                        Topics.REPORTS,
                        Optional.empty(),
                        formats.report().encode(new Report("", 0L, leaseCheck(e.check(), partition))));
        };
    }

    private static Bundle bundle(Effect.Dispatch e, int partition) {
        return new Bundle(
                e.bundle().tree(),
                partition,
                e.bundle().number(),
                e.channel().text(),
                e.type(),
                e.releasedAt(),
                e.leaseMs(),
                e.jobs().stream().map(EffectWriter::job).toList(),
                e.sequential());
    }

    private static BundledJob job(Effect.DispatchedJob dispatched) {
        Job job = dispatched.job();
        return new BundledJob(
                Ids.job(job.id()),
                dispatched.run(),
                dispatched.attempt(),
                dispatched.maxAttempts(),
                ByteBuffer.wrap(job.payload().bytes()),
                job.payload().contentType(),
                job.priority(),
                job.description(),
                job.headers(),
                job.submittedAt(),
                dispatched.timeoutMs(),
                results(dispatched.parents().byParent()),
                dispatched.parents().leftOut());
    }

    private static Map<String, String> results(Map<UUID, String> byParent) {
        Map<String, String> results = new LinkedHashMap<>();
        byParent.forEach((parent, result) -> results.put(parent.toString(), result));
        return results;
    }

    private Message control(String worker, Control control) {
        return new Message(
                Topics.CONTROL, Optional.of(worker), formats.control().encode(control));
    }

    private static Control confirmed(BundleId bundle, Optional<String> refusal) {
        return new Control(bundle.tree(), new Confirmed(bundle.number(), refusal.isEmpty(), refusal.orElse("")));
    }

    private static LeaseCheck leaseCheck(Command.LeaseCheck check, int partition) {
        return new LeaseCheck(
                check.worker().orElse(null),
                check.lastSeen(),
                check.bundles().stream()
                        .map(bundle -> new HeldBundle(partition, bundle.tree(), bundle.number()))
                        .toList());
    }
}
