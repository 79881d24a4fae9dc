package io.sluice.core;

import io.sluice.core.Event.DedupReleased;
import io.sluice.core.Event.JobDuplicate;
import io.sluice.core.Event.JobReplaced;
import io.sluice.core.Event.JobRescheduled;
import java.util.Optional;

/**
 * Who holds a dedup key, and what becomes of a submission that finds its key held.
 *
 * <p>The key names the job that took it last. Whether that job still holds it follows from its state, so nothing has to be
 * given back: a job that ends, or that another took the key from, just does not hold it any more.
 */
final class Dedups implements KeyHolders {

    private final StateView state;

    Dedups(StateView state) {
        this.state = state;
    }

    @Override
    public Optional<JobId> holder(Submission asked, long now) {
        return asked.options().dedup().flatMap(dedup -> holder(asked.id().tree(), dedup, now));
    }

    /** The job that holds a key now, for one that comes with it: a RUNNING one if either of both says so. */
    private Optional<JobId> holder(String tree, Dedup asked, long now) {
        return state.dedup(tree, asked.key())
                .filter(entry -> entry.until() > now || holds(entry.job(), asked))
                .map(StateView.DedupEntry::job);
    }

    private boolean holds(JobId id, Dedup asked) {
        Optional<Dedup> its =
                state.job(id).flatMap(Job::dedup).filter(dedup -> dedup.key().equals(asked.key()));
        JobState is = state.status(id).map(JobStatus::state).orElse(JobState.DONE);
        return its.isPresent() && (its.get().isHeldWhile(is) || asked.isHeldWhile(is));
    }

    @Override
    public boolean isKept(JobId holder, String key) {
        return isKept(state, holder, key);
    }

    /** Whether the job that took a key is still there; if not, its id may have come again, as a job without that key. */
    static boolean isKept(StateView state, JobId job, String key) {
        return state.job(job)
                .flatMap(Job::dedup)
                .filter(its -> its.key().equals(key))
                .isPresent();
    }

    /** Decides about a submission whose key is held; tells whether it did, and the job is not to be stored. */
    boolean meets(Job job, Journal journal) {
        Optional<Dedup> dedup = job.dedup();
        if (dedup.isEmpty()) {
            return false;
        }
        Optional<JobId> holder = holder(job.id().tree(), dedup.get(), journal.now());
        if (holder.isEmpty()) {
            return false;
        }
        return switch (dedup.get().mode()) {
            case KEEP -> {
                journal.record(job.id().tree(), new JobDuplicate(job.id(), holder.get()));
                yield true;
            }
            case REPLACE -> replace(job, holder.get(), journal);
        };
    }

    /**
     * A twin that waits takes over what is new. One that is on its way to a worker cannot: the newer one follows it. What must
     * not be started any more does neither.
     */
    private boolean replace(Job job, JobId holder, Journal journal) {
        Optional<JobState> twin = twin(holder, job.dedup().orElseThrow());
        boolean isExpired = job.expires().isPresent() && job.expires().getAsLong() <= journal.now();
        if (!isExpired && twin.isPresent() && waits(twin.get())) {
            takeOver(job, state.job(holder).orElseThrow(), state.status(holder).orElseThrow(), journal);
            return true;
        }
        if (!isExpired && isFollowed(job.asked(), holder, journal.now())) {
            return false;
        }
        journal.record(job.id().tree(), new JobDuplicate(job.id(), holder));
        return true;
    }

    /** The state of the job that took the key; none: it is gone, and its window alone holds the key. */
    private Optional<JobState> twin(JobId holder, Dedup asked) {
        return isKept(holder, asked.key()) ? state.status(holder).map(JobStatus::state) : Optional.empty();
    }

    @Override
    public boolean isFollowed(Submission asked, JobId holder, long now) {
        Dedup dedup = asked.options().dedup().orElseThrow();
        return dedup.mode() == Dedup.Mode.REPLACE
                && twin(holder, dedup).equals(Optional.of(JobState.RELEASED))
                && isHeldByWaitingOnly(holder, dedup, now);
    }

    private static boolean waits(JobState state) {
        return state == JobState.WAITING || state == JobState.SCHEDULED || state == JobState.READY;
    }

    private boolean isHeldByWaitingOnly(JobId holder, Dedup asked, long now) {
        Dedup its = state.job(holder).flatMap(Job::dedup).orElseThrow();
        long until = state.dedup(holder.tree(), its.key())
                .map(StateView.DedupEntry::until)
                .orElse(0L);
        return !its.untilFinished() && !asked.untilFinished() && until <= now;
    }

    private static Optional<String> refusal(Job job, Job twin) {
        if (!twin.type().equals(job.type())) {
            return Optional.of("of type " + twin.type() + ", which cannot take over the payload of a job of type "
                    + job.type() + "; use another key for each type");
        }
        if (twin.flow().isPresent()) {
            return Optional.of("which belongs to a flow, where nothing is replaced; use the mode keep");
        }
        if (!job.parents().isEmpty()) {
            return Optional.of("which cannot take over the parents of another; use the mode keep, or no parents");
        }
        return Optional.empty();
    }

    private static void takeOver(Job job, Job twin, JobStatus status, Journal journal) {
        Optional<String> refusal = refusal(job, twin);
        if (refusal.isPresent()) {
            journal.reject(
                    RejectionCode.BAD_JOB,
                    job.id(),
                    "job " + job.id() + " was not stored: its dedup key \""
                            + job.dedup().orElseThrow().key() + "\" is held by " + twin.id() + " " + refusal.get());
            return;
        }
        journal.record(
                twin.id().tree(),
                new JobReplaced(
                        twin.id(),
                        twin.channel(),
                        twin.type(),
                        job.id().uuid(),
                        job.payload(),
                        job.priority(),
                        job.eta()));
        boolean waitsOtherwise = job.eta().isPresent() || status.state() == JobState.SCHEDULED;
        if (status.state() != JobState.WAITING && waitsOtherwise) {
            long eta = job.eta().orElse(journal.now());
            journal.record(twin.id().tree(), new JobRescheduled(twin.id(), twin.channel(), twin.type(), eta));
        }
    }

    /** The window of a key whose job is no longer kept is over. */
    void due(Command.DedupDue command, Journal journal) {
        Optional<StateView.DedupEntry> entry = state.dedup(command.job().tree(), command.key());
        if (entry.isPresent()
                && entry.get().job().equals(command.job())
                && entry.get().until() <= journal.now()
                && !isKept(command.job(), command.key())) {
            journal.record(command.job().tree(), new DedupReleased(command.key(), command.job()));
        }
    }
}
