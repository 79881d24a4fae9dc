package io.sluice.core;

import io.sluice.core.Command.CancelFlow;
import io.sluice.core.Command.FlowDue;
import io.sluice.core.Command.RequeueFlow;
import io.sluice.core.Command.SubmitFlow;
import io.sluice.core.Event.FlowSubmitted;
import io.sluice.core.Event.FlowSwept;
import io.sluice.core.Event.JobDuplicate;
import io.sluice.core.Event.JobSubmitted;
import io.sluice.core.Event.JobTied;
import io.sluice.core.Flow.Action;
import io.sluice.core.Flow.Member;
import io.sluice.core.Flow.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Flows as a whole: submitted, cancelled and requeued, large ones in steps. */
final class Flows {

    private final StateView state;
    private final Dependencies dependencies;
    private final Lifecycle lifecycle;
    private final FlowAdmission admission;
    private final int size;

    Flows(StateView state, Dependencies dependencies, Lifecycle lifecycle, FlowAdmission admission) {
        this.state = state;
        this.dependencies = dependencies;
        this.lifecycle = lifecycle;
        this.admission = admission;
        this.size = dependencies.step();
    }

    // ---- submit

    void submit(SubmitFlow command, Journal journal) {
        FlowId flow = command.flow();
        JobId named = new JobId(flow.tree(), flow.uuid());
        if (state.flow(flow).isPresent()) {
            journal.record(new JobDuplicate(named, named));
            return;
        }
        FlowAdmission.Admitted admitted;
        try {
            admitted = admission.admit(command, journal.now());
        } catch (IllegalArgumentException e) {
            refuse(flow, e.getMessage(), journal);
            return;
        }
        long keyed = command.jobs().stream()
                .filter(job -> job.options().dedup().isPresent())
                .count();
        if (keyed > 0 && keyed == admitted.held().size()) {
            journal.record(
                    new JobDuplicate(named, admitted.held().values().iterator().next()));
            return;
        }
        journal.record(new FlowSubmitted(flow, command.description()));
        admitted.held().forEach((member, holder) -> journal.record(new JobDuplicate(member, holder)));
        admitted.stored().forEach(job -> journal.record(new JobSubmitted(job)));
        dependencies.arrived(admitted.stored(), journal);
    }

    void refuse(FlowId flow, String why, Journal journal) {
        journal.reject(RejectionCode.BAD_FLOW, "flow " + flow + " was not stored: " + why);
    }

    // ---- all of it

    void cancel(CancelFlow command, Journal journal) {
        begin(command.flow(), Action.CANCEL, command.reason(), journal);
    }

    void requeue(RequeueFlow command, Journal journal) {
        begin(command.flow(), Action.REQUEUE, "", journal);
    }

    /** The jobs that are there by now; a later command takes the place of one that is under way. */
    private void begin(FlowId flow, Action action, String reason, Journal journal) {
        if (state.flow(flow).isEmpty()) {
            String wish = action == Action.CANCEL ? "cancelled" : "requeued";
            journal.reject(
                    RejectionCode.UNKNOWN_FLOW,
                    "flow " + flow + " cannot be " + wish
                            + ": no such flow is kept; closed flows go after the retention of their jobs");
            return;
        }
        step(flow, new Sweep(action, reason, 0, state.nextSeq(flow.tree()) - 1), journal);
    }

    void due(FlowDue command, Journal journal) {
        state.flow(command.flow()).flatMap(Flow::sweep).ifPresent(sweep -> step(command.flow(), sweep, journal));
    }

    private void step(FlowId flow, Sweep sweep, Journal journal) {
        List<Member> found = state.members(flow, sweep.after(), size + 1).stream()
                .filter(member -> member.seq() <= sweep.upTo())
                .toList();
        boolean more = found.size() > size;
        List<Member> page = more ? found.subList(0, size) : found;
        for (Member member : page) {
            one(member.job(), sweep, journal);
        }
        if (more || state.flow(flow).flatMap(Flow::sweep).isPresent()) {
            long reached = more ? page.getLast().seq() : sweep.upTo();
            journal.record(
                    flow.tree(), new FlowSwept(flow, new Sweep(sweep.action(), sweep.reason(), reached, sweep.upTo())));
        }
    }

    private void one(JobId id, Sweep sweep, Journal journal) {
        Job job = state.job(id).orElseThrow();
        JobStatus status = state.status(id).orElseThrow();
        if (job.isJoin()) {
            // It follows from the jobs before it.
            return;
        }
        switch (sweep.action()) {
            case CANCEL -> {
                if (!status.state().isClosed()) {
                    lifecycle.cancel(job, status, new JobAction.Cancel(sweep.reason(), false), journal);
                }
            }
            case REQUEUE -> requeue(job, status, journal);
        }
    }

    private void requeue(Job job, JobStatus status, Journal journal) {
        boolean isWanted =
                status.state() == JobState.FAILED || status.state() == JobState.CANCELLED && !status.isNotNeeded();
        if (!isWanted) {
            return;
        }
        if (status.impossibleEdges() == 0) {
            lifecycle.requeue(job, journal);
        } else if (!status.tied()) {
            // Its parents are requeued as well, before or after: it comes back with the last of them.
            journal.record(job.id().tree(), new JobTied(job.id()));
        }
    }

    // ---- retention

    /**
     * Since when an ended job's retention counts: for one of a flow since all of the flow was closed. None: it has to be kept,
     * for a job of its flow may still want it, or its children do not know yet how it ended.
     */
    OptionalLong retainedSince(Job job, JobStatus status) {
        if (!status.state().isEnded() || !dependencies.isSettled(job.id())) {
            return OptionalLong.empty();
        }
        Optional<Flow> flow = job.flow().map(uuid -> FlowId.of(job.id(), uuid)).flatMap(state::flow);
        if (flow.isEmpty()) {
            return OptionalLong.of(status.finishedAt());
        }
        return flow.get().closedAt() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(flow.get().closedAt());
    }
}
