package io.sluice.wire;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Changes;
import io.sluice.core.ChannelFile;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.Job;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.Place;
import io.sluice.core.Schedule;
import io.sluice.core.StateView.Pause;
import io.sluice.core.StateView.Served;
import io.sluice.core.Sweep;
import io.sluice.core.Tokens;
import io.sluice.schemas.BundleCarried;
import io.sluice.schemas.CarriedEdge;
import io.sluice.schemas.CarriedEntry;
import io.sluice.schemas.CarriedMember;
import io.sluice.schemas.CarriedPause;
import io.sluice.schemas.CarriedStatus;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What was written again whole, out of the history. */
final class CarriedReader {

    private CarriedReader() {}

    /** None: it is another kind of event. */
    static Optional<Event> event(String tree, Object change) {
        Event event = switch (change) {
            case JobCarried e ->
                new Event.JobCarried(
                        Job.of(JobWire.submission(tree, e.getJob()), e.getSeq(), e.getArrivedAt()),
                        status(e.getStatus()),
                        e.getEdges().stream().map(CarriedReader::edge).toList(),
                        Ids.uuid(e.getHolder()),
                        Ids.bundle(tree, e.getBundle()));
            case BundleCarried e -> new Event.BundleCarried(bundle(tree, e));
            case FlowCarried e -> new Event.FlowCarried(flow(tree, e), e.getMembers());
            case ScheduleCarried e ->
                new Event.ScheduleCarried(new Schedule.Kept(
                        ScheduleWire.schedule(tree, e.getSchedule()),
                        JobWire.optional(e.getNext()),
                        JobWire.optional(e.getLast()),
                        Ids.uuid(e.getLastJob())));
            case DedupCarried e ->
                new Event.DedupCarried(
                        e.getAfter(),
                        e.getComplete(),
                        e.getKeys().stream()
                                .map(held -> new Event.DedupKey(
                                        held.getKey(), UuidFormat.decode(held.getJob()), held.getUntil()))
                                .toList());
            case SweepCarried e -> new Event.SweepCarried(sweep(e));
            case CascadeCarried e -> new Event.CascadeCarried(Ids.job(tree, e.getParent()), Ids.uuid(e.getAfter()));
            case ChannelCarried e -> channel(e);
            case TreeCarried e -> tree(e);
            case FileCarried e -> file(e);
            default -> null;
        };
        return Optional.ofNullable(event);
    }

    private static JobStatus status(CarriedStatus status) {
        Changes changes = new Changes(
                JobWire.optional(status.getPriority()),
                Optional.of(status.getChannel()).filter(path -> !path.isEmpty()).map(ChannelPath::parse),
                JobWire.optional(status.getMaxAttempts()),
                JobWire.optional(status.getEta()));
        return new JobStatus(
                JobState.valueOf(status.getState()),
                status.getAttempt(),
                status.getRun(),
                JobWire.optional(status.getNotBefore()),
                status.getWorker(),
                status.getStartedAt(),
                status.getFinishedAt(),
                Optional.ofNullable(status.getError()).map(JobWire::failure),
                Optional.ofNullable(status.getResult()),
                status.getReason(),
                status.getAlone(),
                status.getOpenEdges(),
                changes,
                status.getLog(),
                status.getImpossibleEdges(),
                Optional.empty(),
                status.getTied(),
                0);
    }

    private static Event.Incoming edge(CarriedEdge edge) {
        return new Event.Incoming(
                UuidFormat.decode(edge.getParent()),
                JobWire.on(edge.getOn()),
                Edge.State.valueOf(edge.getState()),
                edge.getAdded());
    }

    private static ActiveBundle bundle(String tree, BundleCarried e) {
        return new ActiveBundle(
                new BundleId(tree, e.getBundle()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                e.getTopic(),
                e.getReleasedAt(),
                e.getMembers().stream().map(CarriedReader::member).toList(),
                e.getClaimants(),
                e.getStartedAt());
    }

    private static ActiveBundle.Member member(CarriedMember member) {
        return new ActiveBundle.Member(
                UuidFormat.decode(member.getJob()),
                member.getRun(),
                member.getAttempt(),
                new Place(member.getPriority(), member.getSeq()),
                member.getCancelAsked(),
                member.getWhy(),
                member.getChanged(),
                Optional.empty());
    }

    private static Flow flow(String tree, FlowCarried e) {
        return new Flow(
                FlowWire.flow(tree, e.getFlow()),
                e.getDescription(),
                e.getSubmittedAt(),
                new Flow.Progress(e.getTotal(), e.getDone(), e.getFailed(), e.getCancelled()),
                e.getClosedAt(),
                Optional.ofNullable(e.getSweep()).map(FlowWire::sweep));
    }

    private static Sweep sweep(SweepCarried e) {
        return new Sweep(
                UuidFormat.decode(e.getSweep()),
                ActionWire.filter(e.getFilter()),
                ActionWire.action(e.getAction()),
                e.getBy(),
                e.getSeq(),
                e.getAt(),
                new Sweep.Progress(e.getCursor(), e.getLookedAt(), e.getChanged(), e.getInPass()));
    }

    private static Event channel(ChannelCarried e) {
        // It may be a template, of which something is kept as of any other.
        ChannelPath channel = ChannelPath.declared(e.getChannel());
        Optional<Limits> own = Optional.of(e.getEntry())
                .filter(entry -> !entry.isEmpty())
                .map(entry -> ChannelText.parse(entry).get(channel));
        return new Event.ChannelCarried(
                channel,
                new Event.Sums(
                        e.getDone(), e.getFailed(), e.getRetried(), e.getCancelled(), e.getWaits(), e.getWaitedMs()),
                own,
                e.getOwnSince(),
                Optional.ofNullable(e.getPause()).map(CarriedReader::pause),
                new Tokens(e.getTokens().stream()
                        .map(token -> new Tokens.Taken(token.getFirst(), token.getLast(), token.getCount()))
                        .toList()),
                e.getShutUntil(),
                new Served(e.getServed(), e.getOwnServed()));
    }

    private static Pause pause(CarriedPause pause) {
        return new Pause(pause.getReason(), pause.getBy(), pause.getAt());
    }

    private static Event tree(TreeCarried e) {
        Map<String, Pause> paused = new HashMap<>();
        e.getPausedTypes().forEach((type, pause) -> paused.put(type, pause(pause)));
        return new Event.TreeCarried(e.getSince(), e.getNextSeq(), Map.copyOf(paused), e.getDropped());
    }

    private static Event file(FileCarried e) {
        Map<ChannelFile.Name, Long> since = new HashMap<>();
        for (CarriedEntry entry : e.getSince()) {
            since.put(
                    new ChannelFile.Name(entry.getSection(), ChannelPath.declared(entry.getChannel())),
                    entry.getNumber());
        }
        return new Event.FileCarried(e.getText(), e.getNumber(), Map.copyOf(since));
    }
}
