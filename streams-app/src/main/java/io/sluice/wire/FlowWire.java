package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Parent;
import io.sluice.core.Submission;
import io.sluice.schemas.CascadeAdvanced;
import io.sluice.schemas.ChildrenHeld;
import io.sluice.schemas.Done;
import io.sluice.schemas.EdgesAdded;
import io.sluice.schemas.EdgesChanged;
import io.sluice.schemas.FlowSubmitted;
import io.sluice.schemas.FlowSwept;
import io.sluice.schemas.JobScheduled;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.JobTied;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Flows and the edges between jobs, both ways. */
final class FlowWire {

    private FlowWire() {}

    static FlowId flow(String tree, Uuid id) {
        return new FlowId(tree, UuidFormat.decode(id));
    }

    static Uuid flow(FlowId id) {
        return UuidFormat.encode(id.uuid());
    }

    /** Whoever waits for the verdict on a flow hears why it is none. */
    static Command submit(String tree, SubmitFlow command) {
        FlowId flow = flow(tree, command.getFlow());
        try {
            return new Command.SubmitFlow(
                    flow,
                    command.getDescription(),
                    command.getJobs().stream().map(job -> member(tree, job)).toList());
        } catch (BadRecordException e) {
            return new Command.UnfitFlow(flow, e.getMessage());
        }
    }

    /** A run that submits what does not read has not succeeded; the other outcomes of its report count all the same. */
    static Command.End done(JobId by, Done end) {
        try {
            return new Command.Done(
                    Optional.ofNullable(end.getResult()),
                    end.getSubmitted().stream()
                            .map(one -> new Command.Submitted(member(by.tree(), one.getJob()), one.getHoldsChildren()))
                            .toList());
        } catch (BadRecordException e) {
            return new Command.Failed(Failure.submissionRefused(by, e.getMessage()));
        }
    }

    private static Submission member(String tree, JobSpec job) {
        try {
            return JobWire.submission(tree, job);
        } catch (BadRecordException | IllegalArgumentException e) {
            throw new BadRecordException("job " + Ids.job(tree, job.getId()) + ": " + e.getMessage());
        }
    }

    // ---- events

    static Object change(Event.JobScheduled e) {
        return new JobScheduled(Ids.job(e.job()), e.channel().text(), e.type(), e.notBefore());
    }

    static Object change(Event.EdgesChanged e) {
        return new EdgesChanged(Ids.job(e.parent()), e.state().name(), uuids(e.children()), e.gone());
    }

    static Object change(Event.EdgesAdded e) {
        return new EdgesAdded(Ids.job(e.parent()), JobWire.on(e.on()), uuids(e.children()));
    }

    static Object change(Event.CascadeAdvanced e) {
        return new CascadeAdvanced(
                Ids.job(e.parent()), e.after().map(UuidFormat::encode).orElse(null), e.finished());
    }

    static FlowSwept change(Event.FlowSwept e) {
        Flow.Sweep sweep = e.sweep();
        return new FlowSwept(flow(e.flow()), sweep.action().name(), sweep.reason(), sweep.after(), sweep.upTo());
    }

    private static List<Uuid> uuids(List<UUID> ids) {
        return ids.stream().map(UuidFormat::encode).toList();
    }

    /** An event out of the history, if it is one of these. */
    static Event event(String tree, Object change) {
        return switch (change) {
            case FlowSubmitted e -> new Event.FlowSubmitted(flow(tree, e.getFlow()), e.getDescription());
            case JobScheduled e ->
                new Event.JobScheduled(
                        Ids.job(tree, e.getJob()), ChannelPath.parse(e.getChannel()), e.getType(), e.getNotBefore());
            case EdgesChanged e ->
                new Event.EdgesChanged(
                        Ids.job(tree, e.getParent()),
                        Edge.State.valueOf(e.getState()),
                        decoded(e.getChildren()),
                        e.getGone());
            case EdgesAdded e ->
                new Event.EdgesAdded(Ids.job(tree, e.getParent()), on(e.getOn()), decoded(e.getChildren()));
            case ChildrenHeld e -> new Event.ChildrenHeld(Ids.job(tree, e.getJob()), Ids.job(tree, e.getBy()));
            case CascadeAdvanced e ->
                new Event.CascadeAdvanced(Ids.job(tree, e.getParent()), Ids.uuid(e.getAfter()), e.getFinished());
            case JobTied e -> new Event.JobTied(Ids.job(tree, e.getJob()));
            case FlowSwept e -> new Event.FlowSwept(flow(tree, e.getFlow()), sweep(e));
            default -> RunEventReader.event(tree, change);
        };
    }

    static Flow.Sweep sweep(FlowSwept e) {
        return new Flow.Sweep(Flow.Action.valueOf(e.getAction()), e.getReason(), e.getAfter(), e.getUpTo());
    }

    private static Parent.On on(String word) {
        return JobWire.on(word);
    }

    private static List<UUID> decoded(List<Uuid> ids) {
        return ids.stream().map(UuidFormat::decode).toList();
    }
}
