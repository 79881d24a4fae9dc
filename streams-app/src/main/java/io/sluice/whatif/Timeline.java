package io.sluice.whatif;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.state.JobRow;
import io.sluice.whatif.Columns.Ints;
import io.sluice.whatif.Columns.Longs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What happened to a tree in a stretch of time, without what the rules made of it: when jobs came, how long their runs took and how
 * these ended, and what people asked for. Some seventy bytes a job.
 */
final class Timeline {

    private static final long NO_TIME = Long.MIN_VALUE;
    private static final Payload NOTHING = new Payload(new byte[0], "");

    private final String tree;
    private final Function<JobId, Optional<JobRow>> before;

    final Runs runs = new Runs();
    final Numbered<String> types = new Numbered<>();
    final Numbered<ChannelPath> channels = new Numbered<>();

    // A row a job.
    private final Longs uuidHigh = new Longs();
    private final Longs uuidLow = new Longs();
    private final Ints jobType = new Ints();
    private final Ints jobChannel = new Ints();
    private final Ints priority = new Ints();
    private final Longs eta = new Longs();
    private final Ints firstRun = new Ints();
    private final Map<Integer, Long> expires = new HashMap<>();

    // A row a step, as they came.
    private final Longs stepAt = new Longs();
    private final Ints stepJob = new Ints();
    private final List<Command> commands = new ArrayList<>();

    /** Jobs that have not ended, and those of before of which something was heard. */
    private final Map<UUID, Known> known = new HashMap<>();

    /** From the release of a bundle to its claim. */
    private final Histogram claims = new Histogram(2);

    private final Map<Long, Long> unclaimed = new HashMap<>();
    private final LeftOut leftOut = new LeftOut();
    private final Map<UUID, Integer> ofBefore = new HashMap<>();
    private int lastSnoozed = Runs.NONE;
    private long snoozedAt = NO_TIME;
    private long shutAt = NO_TIME;
    private long shutUntil;

    /** A job, and how far it is. */
    private static final class Known {
        final int row;
        int lastRun = Runs.NONE;
        long startedAt;
        boolean waits;

        Known(int row) {
            this.row = row;
        }
    }

    /**
     * @param before jobs that were there when it begins; none is known if nothing is known of that time
     */
    Timeline(String tree, Function<JobId, Optional<JobRow>> before) {
        this.tree = tree;
        this.before = before;
    }

    LeftOut leftOut() {
        return leftOut;
    }

    int jobs() {
        return jobType.size();
    }

    // ---- reading events

    /** Takes the next event of the tree. */
    void take(Recorded recorded) {
        long at = recorded.at();
        switch (recorded.event()) {
            case Event.JobSubmitted e -> submitted(e.submitted(), at);
            case Event.JobReady e -> freed(e.job(), at);
            case Event.JobScheduled e -> freed(e.job(), at);
            case Event.JobReleased e -> unclaimed.putIfAbsent(e.bundle().number(), at);
            case Event.BundleClaimed e -> {
                Long released = unclaimed.remove(e.bundle().number());
                if (released != null) {
                    claims.recordValue(Math.max(0, at - released));
                }
            }
            case Event.JobStarted e -> find(e.job()).ifPresent(job -> job.startedAt = at);
            case Event.JobDone e -> ended(e, e.run(), at, Runs.Kind.DONE, 0);
            case Event.JobFailed e -> ended(e, e.run(), at, Runs.Kind.FAILED, 0);
            case Event.JobRetried e -> ended(e, e.run(), at, Runs.Kind.RETRIED, e.notBefore() - at);
            case Event.JobSnoozed e -> snoozed(e, at);
            case Event.JobLost e -> ended(e, e.run(), at, Runs.Kind.GIVEN_UP, 0);
            case Event.JobHandedBack e -> leftOut.handedBack++;
            case Event.ChannelShut e -> shut(e.until(), at);
            case Event.JobCancelled e -> asked(recorded, e.job(), new JobAction.Cancel(e.reason(), true));
            case Event.JobRequeued e -> asked(recorded, e.job(), new JobAction.Requeue());
            case Event.JobReprioritized e -> asked(recorded, e.job(), new JobAction.Reprioritize(e.priority()));
            case Event.JobRescheduled e -> asked(recorded, e.job(), new JobAction.Reschedule(e.eta()));
            case Event.JobMoved e -> asked(recorded, e.job(), new JobAction.Move(e.to().text()));
            case Event.ChannelPaused e -> step(at, new Command.Pause(e.channel().text(), e.reason()));
            case Event.ChannelResumed e ->
                step(at, new Command.Resume(e.channel().text()));
            case Event.TypePaused e -> step(at, new Command.Pause("", e.reason(), e.type()));
            case Event.TypeResumed e -> step(at, new Command.Resume("", e.type()));
            case Event.ChannelConfigured e ->
                step(at, new Command.Configure(ChannelText.entry(e.channel(), e.limits())));
            case Event.JobDuplicate e -> leftOut.duplicates++;
            case Event.JobReplaced e -> leftOut.replaced++;
            case Event.TreeDropped e -> leftOut.dropped++;
            default -> {
                // Follows from these, or is nobody's business here.
            }
        }
    }

    private void submitted(Job job, long at) {
        Known fresh = add(job);
        known.put(job.id().uuid(), fresh);
        if (job.asked().parents().isEmpty()) {
            arrives(fresh, at);
        } else {
            fresh.waits = true;
        }
    }

    private Known add(Job job) {
        Submission.Options options = job.asked().options();
        uuidHigh.add(job.id().uuid().getMostSignificantBits());
        uuidLow.add(job.id().uuid().getLeastSignificantBits());
        int row = jobType.add(types.of(job.type()));
        jobChannel.add(channels.of(job.channel()));
        priority.add(options.priority());
        eta.add(options.eta().orElse(NO_TIME));
        firstRun.add(Runs.NONE);
        options.expires().ifPresent(time -> expires.put(row, time));
        return new Known(row);
    }

    private void arrives(Known job, long at) {
        stepAt.add(at);
        stepJob.add(job.row);
    }

    /** It waited for parents, and they are done. */
    private void freed(JobId id, long at) {
        Known job = known.get(id.uuid());
        if (job != null && job.waits) {
            job.waits = false;
            leftOut.afterParents++;
            arrives(job, at);
        }
    }

    /** A job of which something is heard: of this time, or of before. */
    private Optional<Known> find(JobId id) {
        Known here = known.get(id.uuid());
        if (here != null) {
            return Optional.of(here);
        }
        Optional<Known> old = before.apply(id).map(this::of);
        old.ifPresentOrElse(job -> known.put(id.uuid(), job), () -> leftOut.unknown++);
        return old;
    }

    private Known of(JobRow row) {
        Known job = add(row.job());
        JobStatus status = row.status();
        job.startedAt = status.state() == JobState.RUNNING ? status.startedAt() : 0;
        ofBefore.put(row.job().id().uuid(), job.row);
        return job;
    }

    private void ended(Event.OfJob event, Event.Run run, long at, Runs.Kind kind, long delay) {
        if (run.bundle().isEmpty()) {
            // No run of it: it was made so.
            return;
        }
        find(event.job()).ifPresent(job -> {
            boolean isTimed = run.startedAt() > 0 && run.finishedAt() >= run.startedAt();
            long fromEvents = job.startedAt == 0 ? 0 : at - job.startedAt;
            long duration = isTimed ? run.finishedAt() - run.startedAt() : fromEvents;
            int last = runs.add(job.lastRun, jobType.get(job.row), kind, duration, delay);
            if (job.lastRun == Runs.NONE) {
                firstRun.set(job.row, last);
            }
            job.lastRun = last;
            job.startedAt = 0;
            leftOut.lost += kind == Runs.Kind.GIVEN_UP ? 1 : 0;
            if (kind == Runs.Kind.DONE) {
                known.remove(event.job().uuid());
            }
        });
    }

    /** One that has reached a limit elsewhere snoozes and shuts its channel, in one breath. */
    private void snoozed(Event.JobSnoozed event, long at) {
        ended(event, event.run(), at, Runs.Kind.SNOOZED, event.notBefore() - at);
        lastSnoozed = runs.size() - 1;
        snoozedAt = at;
        if (shutAt == at) {
            limited(at);
        }
    }

    private void shut(long until, long at) {
        shutUntil = until;
        shutAt = at;
        if (snoozedAt == at) {
            limited(at);
        }
    }

    private void limited(long at) {
        if (lastSnoozed != Runs.NONE && runs.delay(lastSnoozed) == shutUntil - at) {
            runs.set(lastSnoozed, Runs.Kind.RATE_LIMITED);
        }
    }

    /** What somebody asked for, or the rules by themselves: those do it again. */
    private void asked(Recorded recorded, JobId job, JobAction action) {
        if (recorded.cause().command().isPresent()) {
            find(job).ifPresent(there -> {
                if (!there.waits) {
                    step(recorded.at(), new Command.OnJob(job, action));
                }
            });
        }
    }

    private void step(long at, Command command) {
        stepAt.add(at);
        commands.add(command);
        stepJob.add(-commands.size());
    }

    // ---- being read

    int steps() {
        return stepAt.size();
    }

    long stepAt(int step) {
        return stepAt.get(step);
    }

    /** What happens in a step: a job comes, or somebody asks for something. */
    Command command(int step) {
        int job = stepJob.get(step);
        return job < 0 ? commands.get(-job - 1) : new Command.Submit(submission(job));
    }

    /** The job that comes in a step; none: it is something else. */
    OptionalInt arriving(int step) {
        return stepJob.get(step) < 0 ? OptionalInt.empty() : OptionalInt.of(stepJob.get(step));
    }

    JobId id(int job) {
        return new JobId(tree, new UUID(uuidHigh.get(job), uuidLow.get(job)));
    }

    int type(int job) {
        return jobType.get(job);
    }

    int firstRun(int job) {
        return firstRun.get(job);
    }

    /** Jobs that were there before, by id. */
    Map<UUID, Integer> ofBefore() {
        return ofBefore;
    }

    /** How long a bundle lies until a worker has claimed it, in milliseconds. */
    long claimDelay() {
        return claims.getTotalCount() == 0 ? 0 : claims.getValueAtPercentile(50);
    }

    /** With what decides when it goes, and without all else: how it ends is known. */
    private Submission submission(int job) {
        Submission.Options options = new Submission.Options(
                priority.get(job),
                eta.get(job) == NO_TIME ? OptionalLong.empty() : OptionalLong.of(eta.get(job)),
                OptionalInt.of(0),
                Optional.empty(),
                OptionalLong.of(0),
                expires.containsKey(job) ? OptionalLong.of(expires.get(job)) : OptionalLong.empty(),
                Optional.empty());
        return Submission.of(
                        id(job),
                        types.get(jobType.get(job)),
                        channels.get(jobChannel.get(job)).text(),
                        NOTHING)
                .with(options);
    }
}
