package io.sluice.wire;

import io.sluice.core.ActiveBundle;
import io.sluice.core.Changes;
import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.JobStatus;
import io.sluice.core.StateView.Pause;
import io.sluice.core.Sweep;
import io.sluice.schemas.BundleCarried;
import io.sluice.schemas.CarriedEdge;
import io.sluice.schemas.CarriedEntry;
import io.sluice.schemas.CarriedKey;
import io.sluice.schemas.CarriedMember;
import io.sluice.schemas.CarriedPause;
import io.sluice.schemas.CarriedStatus;
import io.sluice.schemas.CarriedToken;
import io.sluice.schemas.CascadeCarried;
import io.sluice.schemas.ChannelCarried;
import io.sluice.schemas.DedupCarried;
import io.sluice.schemas.FileCarried;
import io.sluice.schemas.FlowCarried;
import io.sluice.schemas.JobCarried;
import io.sluice.schemas.ScheduleCarried;
import io.sluice.schemas.SweepCarried;
import io.sluice.schemas.TreeCarried;
import io.sluice.schemas.UuidFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What is written again whole, into the history. */
final class CarriedWriter {

    private CarriedWriter() {}

    static Object change(Event.Carried event) {
        return switch (event) {
            case Event.JobCarried e ->
                new JobCarried(
                        JobWire.spec(e.submitted().asked()),
                        e.submitted().seq(),
                        e.submitted().arrivedAt(),
                        status(e.status()),
                        e.edges().stream().map(CarriedWriter::edge).toList(),
                        e.holder().map(UuidFormat::encode).orElse(null),
                        Ids.number(e.bundle()));
            case Event.BundleCarried e -> bundle(e.bundle());
            case Event.FlowCarried e -> flow(e.flow(), e.members());
            case Event.ScheduleCarried e ->
                new ScheduleCarried(
                        ScheduleWire.schedule(e.kept().schedule()),
                        JobWire.boxed(e.kept().next()),
                        JobWire.boxed(e.kept().last()),
                        e.kept().lastJob().map(UuidFormat::encode).orElse(null));
            case Event.DedupCarried e ->
                new DedupCarried(
                        e.after(),
                        e.complete(),
                        e.keys().stream()
                                .map(held -> new CarriedKey(held.key(), UuidFormat.encode(held.job()), held.until()))
                                .toList());
            case Event.SweepCarried e -> sweep(e.sweep());
            case Event.CascadeCarried e ->
                new CascadeCarried(
                        Ids.job(e.parent()), e.after().map(UuidFormat::encode).orElse(null));
            case Event.ChannelCarried e -> channel(e);
            case Event.TreeCarried e -> tree(e);
            case Event.FileCarried e ->
                new FileCarried(
                        e.text(),
                        e.number(),
                        e.since().entrySet().stream()
                                .map(entry -> new CarriedEntry(
                                        entry.getKey().section(),
                                        entry.getKey().channel().text(),
                                        entry.getValue()))
                                .toList());
        };
    }

    private static CarriedStatus status(JobStatus status) {
        Changes changes = status.changes();
        return new CarriedStatus(
                status.state().name(),
                status.attempt(),
                status.run(),
                JobWire.boxed(status.notBefore()),
                status.worker(),
                status.startedAt(),
                status.finishedAt(),
                status.error().map(JobWire::error).orElse(null),
                status.result().orElse(null),
                status.reason(),
                status.alone(),
                status.openEdges(),
                status.impossibleEdges(),
                status.log(),
                status.tied(),
                boxed(changes.priority()),
                changes.channel().map(path -> path.text()).orElse(""),
                boxed(changes.maxAttempts()),
                JobWire.boxed(changes.eta()));
    }

    private static Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static CarriedEdge edge(Event.Incoming edge) {
        return new CarriedEdge(
                UuidFormat.encode(edge.parent()),
                JobWire.on(edge.on()),
                edge.state().name(),
                edge.added());
    }

    private static BundleCarried bundle(ActiveBundle bundle) {
        return new BundleCarried(
                bundle.id().number(),
                bundle.channel().text(),
                bundle.type(),
                bundle.topic(),
                bundle.releasedAt(),
                bundle.members().stream().map(CarriedWriter::member).toList(),
                bundle.claimants(),
                bundle.startedAt());
    }

    private static CarriedMember member(ActiveBundle.Member member) {
        return new CarriedMember(
                UuidFormat.encode(member.job()),
                member.run(),
                member.attempt(),
                member.place().priority(),
                member.place().seq(),
                member.cancelAsked(),
                member.why(),
                member.changed());
    }

    private static FlowCarried flow(Flow flow, long members) {
        Flow.Progress progress = flow.progress();
        return new FlowCarried(
                FlowWire.flow(flow.id()),
                flow.description(),
                flow.submittedAt(),
                members,
                progress.total(),
                progress.done(),
                progress.failed(),
                progress.cancelled(),
                flow.closedAt(),
                flow.sweep()
                        .map(sweep -> FlowWire.change(new Event.FlowSwept(flow.id(), sweep)))
                        .orElse(null));
    }

    private static SweepCarried sweep(Sweep sweep) {
        return new SweepCarried(
                UuidFormat.encode(sweep.id()),
                ActionWire.filter(sweep.filter()),
                ActionWire.action(sweep.action()),
                sweep.by(),
                sweep.seq(),
                sweep.at(),
                sweep.progress().cursor(),
                sweep.progress().lookedAt(),
                sweep.progress().changed(),
                sweep.progress().inPass());
    }

    private static ChannelCarried channel(Event.ChannelCarried e) {
        return new ChannelCarried(
                e.channel().text(),
                e.sums().done(),
                e.sums().failed(),
                e.sums().retried(),
                e.sums().cancelled(),
                e.sums().waits(),
                e.sums().waitedMs(),
                e.own().map(limits -> ChannelText.entry(e.channel(), limits)).orElse(""),
                e.ownSince(),
                e.pause().map(CarriedWriter::pause).orElse(null),
                e.tokens().taken().stream()
                        .map(taken -> new CarriedToken(taken.first(), taken.last(), taken.count()))
                        .toList(),
                e.shutUntil(),
                e.served().at(),
                e.served().ownAt());
    }

    private static CarriedPause pause(Pause pause) {
        return new CarriedPause(pause.reason(), pause.by(), pause.at());
    }

    private static TreeCarried tree(Event.TreeCarried e) {
        Map<String, CarriedPause> paused = new TreeMap<>();
        e.pausedTypes().forEach((type, pause) -> paused.put(type, pause(pause)));
        return new TreeCarried(e.since(), e.nextSeq(), paused, e.dropped());
    }
}
