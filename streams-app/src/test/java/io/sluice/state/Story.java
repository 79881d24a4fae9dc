package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.State;
import io.sluice.core.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** Writes events as rules would: numbers them, and takes from the state what an event has to say. */
final class Story {

    static final String TREE = "main";
    static final ChannelPath SHOP = new ChannelPath("root.shop");
    static final String TYPE = "mail";
    static final String TOPIC = "sluice.channel.root";
    static final Failure ERROR = new Failure("Boom", "it broke", "at Shop");

    private final State state;
    long now = 1_000_000;

    Story(State state) {
        this.state = state;
    }

    Recorded record(String tree, Event event) {
        boolean isNumbered = !tree.isEmpty() && !(event instanceof Event.Soft);
        long number = isNumbered ? state.nextEventNumber(tree) : 0;
        Recorded recorded = new Recorded(tree, number, now, Cause.itself(), event);
        state.apply(recorded);
        return recorded;
    }

    void record(Event event) {
        record(TREE, event);
    }

    // ---- jobs

    static JobId id(int number) {
        return new JobId(TREE, new UUID(0x0192_0000_0000_7000L, number));
    }

    Job job(JobId id, ChannelPath channel, int priority, OptionalLong eta) {
        return Job.of(
                Submission.of(id, TYPE, channel.text(), new Payload(new byte[200], "application/json"))
                        .with(new Submission.Options(
                                priority,
                                eta,
                                OptionalInt.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.empty()))
                        .described("", Map.of(), now - 5),
                state.nextSeq(id.tree()),
                now);
    }

    JobId submit(int number) {
        return submit(number, 10, OptionalLong.empty());
    }

    JobId submit(int number, int priority, OptionalLong eta) {
        record(new Event.JobSubmitted(job(id(number), SHOP, priority, eta)));
        return id(number);
    }

    /** Releases the first job of a line, into a bundle of its own or as one more of that one. */
    BundleId release(ReadyLine line, Optional<BundleId> more) {
        JobId job = state.firstReady(line.tree(), line.channel(), line.type())
                .orElseThrow()
                .job();
        BundleId bundle = more.orElseGet(() -> new BundleId(line.tree(), state.nextEventNumber(line.tree())));
        int run = state.status(job).orElseThrow().run() + 1;
        record(line.tree(), new Event.JobReleased(job, line.channel(), line.type(), run, bundle, TOPIC));
        return bundle;
    }

    BundleId release(int count) {
        ReadyLine line = new ReadyLine(TREE, SHOP, TYPE);
        BundleId bundle = release(line, Optional.empty());
        for (int i = 1; i < count; i++) {
            release(line, Optional.of(bundle));
        }
        return bundle;
    }

    void claim(BundleId bundle, String worker) {
        record(bundle.tree(), new Event.BundleClaimed(bundle, worker));
        start(bundle, worker);
    }

    void start(BundleId id, String worker) {
        ActiveBundle bundle = state.bundle(id).orElseThrow();
        if (!bundle.isStarted()) {
            ActiveBundle.Member first = bundle.members().getFirst();
            record(id.tree(), new Event.JobStarted(bundle.jobId(first), first.run(), first.attempt() + 1, id, worker));
        }
    }

    /** The current run of a member, as its outcome tells it. */
    Event.Run run(JobId job, int givenBack) {
        ActiveBundle bundle = state.bundleOf(job).orElseThrow();
        ActiveBundle.Member member = bundle.member(job.uuid()).orElseThrow();
        String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "";
        return new Event.Run(
                Optional.of(bundle.id()), member.run(), member.attempt() - givenBack, worker, now - 20, now - 10);
    }

    Event.Run run(JobId job) {
        return run(job, 0);
    }

    /** What an event about a job says that is in no bundle. */
    Event.Run idle(JobId job) {
        var status = state.status(job).orElseThrow();
        return new Event.Run(Optional.empty(), status.run(), status.attempt(), status.worker(), 0, 0);
    }

    void done(JobId job) {
        record(new Event.JobDone(job, SHOP, TYPE, run(job), Optional.of("fine")));
    }

    void fail(JobId job) {
        record(new Event.JobFailed(job, SHOP, TYPE, run(job), ERROR));
    }

    void cancel(JobId job, Event.Run run) {
        record(new Event.JobCancelled(job, SHOP, TYPE, run, "not wanted"));
    }

    /** A job that was submitted, released, claimed and runs. */
    JobId running(int number) {
        JobId job = submit(number);
        claim(release(1), "w1");
        return job;
    }

    static List<JobId> ids(List<JobRow> rows) {
        return rows.stream().map(row -> row.job().id()).toList();
    }
}
