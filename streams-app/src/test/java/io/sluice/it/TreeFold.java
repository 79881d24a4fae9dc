package io.sluice.it;

import io.sluice.core.BundleId;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One tree as its events tell it, and a watch over what must never be: gaps, runs that do not grow, a job done twice. */
final class TreeFold {

    private final String tree;
    private final Map<JobId, Life> jobs = new HashMap<>();
    private final Map<BundleId, Set<JobId>> bundles = new HashMap<>();
    private final List<Event.CommandRejected> rejections = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long number;
    private long done;
    private long failed;
    private long retried;
    private long cancelled;

    /** What is known of a job. */
    private static final class Life {
        private final List<Recorded> events = new ArrayList<>();
        private JobState state = JobState.READY;
        private int run;
        private int startedRun;
    }

    TreeFold(String tree) {
        this.tree = tree;
    }

    /** A tree that was there before the reading began is passed over: what its jobs were is not known. */
    void add(Recorded recorded) {
        if (number == 0 && recorded.number() != 1) {
            return;
        }
        if (number > 0 && recorded.number() != number + 1) {
            faults.add("event " + number + " of " + tree + " is followed by " + recorded);
        }
        number = recorded.number();
        switch (recorded.event()) {
            case Event.JobSubmitted e ->
                life(e.job(), recorded).state =
                        e.submitted().parents().isEmpty() ? e.submitted().firstState() : JobState.WAITING;
            case Event.JobScheduled e -> life(e.job(), recorded).state = JobState.SCHEDULED;
            case Event.JobReady e -> life(e.job(), recorded).state = JobState.READY;
            case Event.JobReleased e -> released(e, recorded);
            case Event.JobStarted e -> started(e, recorded);
            case Event.JobDone e -> done(e, recorded);
            case Event.JobRetried e -> {
                retried++;
                ended(e, e.run(), e.notBefore() > recorded.at() ? JobState.SCHEDULED : JobState.READY, recorded);
            }
            case Event.JobSnoozed e -> ended(e, e.run(), JobState.SCHEDULED, recorded);
            case Event.JobFailed e -> {
                failed++;
                ended(e, e.run(), JobState.FAILED, recorded);
            }
            case Event.JobLost e -> ended(e, e.run(), JobState.READY, recorded);
            case Event.JobHandedBack e -> ended(e, e.run(), JobState.READY, recorded);
            case Event.JobCancelled e -> {
                cancelled++;
                ended(e, e.run(), JobState.CANCELLED, recorded);
            }
            case Event.JobRequeued e -> life(e.job(), recorded).state = JobState.READY;
            case Event.CommandRejected e -> rejections.add(e);
            default -> {}
        }
    }

    private Life life(JobId job, Recorded recorded) {
        Life life = jobs.computeIfAbsent(job, any -> new Life());
        life.events.add(recorded);
        return life;
    }

    private void released(Event.JobReleased e, Recorded recorded) {
        Life life = life(e.job(), recorded);
        if (e.run() <= life.run) {
            faults.add("run " + life.run + " is followed by " + recorded);
        }
        life.run = e.run();
        life.state = JobState.RELEASED;
        bundles.computeIfAbsent(e.bundle(), any -> new HashSet<>()).add(e.job());
    }

    private void started(Event.JobStarted e, Recorded recorded) {
        Life life = life(e.job(), recorded);
        if (e.run() != life.run || life.startedRun == e.run()) {
            faults.add("started, but run " + life.run + " was released and " + life.startedRun + " started before: "
                    + recorded);
        }
        life.startedRun = e.run();
        life.state = JobState.RUNNING;
    }

    private void done(Event.JobDone e, Recorded recorded) {
        if (state(e.job()).equals(Optional.of(JobState.DONE))) {
            faults.add("done twice: " + recorded);
        }
        done++;
        ended(e, e.run(), JobState.DONE, recorded);
    }

    private void ended(Event.OfJob e, Event.Run run, JobState state, Recorded recorded) {
        Life life = life(e.job(), recorded);
        life.state = state;
        run.bundle().ifPresent(bundle -> {
            if (run.run() != life.run) {
                faults.add("run " + life.run + " was released, another one ended: " + recorded);
            }
            Set<JobId> left = bundles.getOrDefault(bundle, new HashSet<>());
            if (!left.remove(e.job())) {
                faults.add("its bundle is not open, or does not hold it: " + recorded);
            }
            if (left.isEmpty()) {
                bundles.remove(bundle);
            }
        });
    }

    long count(Predicate<JobState> states) {
        return jobs.values().stream().filter(life -> states.test(life.state)).count();
    }

    List<Recorded> of(JobId job) {
        return jobs.containsKey(job) ? jobs.get(job).events : List.of();
    }

    Optional<JobState> state(JobId job) {
        return Optional.ofNullable(jobs.get(job)).map(life -> life.state);
    }

    List<Event.CommandRejected> rejections() {
        return rejections;
    }

    /** The sums that the query API shows as well. */
    Counts counts() {
        return new Counts(
                bundles.size(),
                count(state -> state == JobState.READY),
                count(state -> state == JobState.SCHEDULED),
                count(state -> state == JobState.FAILED),
                done,
                failed,
                retried,
                cancelled);
    }

    List<String> faults() {
        return faults;
    }
}
