package io.sluice.wire;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Changes;
import io.sluice.core.ChannelFile;
import io.sluice.core.ChannelOption;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Place;
import io.sluice.core.Progress;
import io.sluice.core.RejectionCode;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Schedule;
import io.sluice.core.StateView;
import io.sluice.core.Submission;
import io.sluice.core.Sweep;
import io.sluice.core.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Draws the rules' words, any value of which a record must carry unchanged. */
final class RandomWords {

    private final SplittableRandom random;
    private final String tree;

    RandomWords(SplittableRandom random, String tree) {
        this.random = random;
        this.tree = tree;
    }

    List<Command> everyCommand() {
        return List.of(
                new Command.Submit(submission()),
                new Command.Pause(channel().text(), text(), text()),
                new Command.Resume(channel().text(), text()),
                new Command.Configure(text()),
                new Command.ConfigureFile(text()),
                // flows
                new Command.SubmitFlow(flow(), text(), many(this::submission)),
                new Command.CancelFlow(flow(), text()),
                new Command.RequeueFlow(flow()),
                new Command.PutSchedule(schedule()),
                new Command.DeleteSchedule(text()),
                new Command.TriggerSchedule(text()),
                new Command.SwitchSchedule(text(), random.nextBoolean()),
                new Command.OnJob(job(), new JobAction.Cancel(text(), random.nextBoolean())),
                new Command.OnJob(job(), new JobAction.Requeue()),
                // jobs
                new Command.OnJob(job(), action()),
                new Command.Sweep(filter(), action()),
                new Command.CancelSweep(job().uuid()),
                new Command.DropTree(text()));
    }

    List<Command> everyReport() {
        return List.of(
                new Command.Claimed("w1", many(() -> new Command.Claim(bundle(), random.nextBoolean()))),
                new Command.Outcomes("w1", many(this::outcome)),
                new Command.Progressed(
                        "w1", bundle(), job(), random.nextInt(), new Progress(random.nextInt(101), text())),
                new Command.HandedBack(
                        "w1",
                        many(this::bundle),
                        text(),
                        many(() -> new Command.Unstarted(bundle(), job(), random.nextInt()))),
                new Command.Heartbeat(
                        "w1",
                        random.nextInt(),
                        Set.copyOf(many(this::text)),
                        Set.copyOf(many(this::text)),
                        many(() ->
                                new Command.Held(random.nextInt(64), new BundleId("t" + random.nextInt(9), number()))),
                        random.nextBoolean()),
                new Command.Tick());
    }

    List<Event> everyEvent(long at) {
        return List.of(
                new Event.JobSubmitted(Job.of(submission(), number(), at)),
                new Event.JobDuplicate(job(), job()),
                new Event.JobReady(job(), channel(), text()),
                new Event.JobReleased(job(), channel(), text(), random.nextInt(), bundle(), text()),
                new Event.JobStarted(job(), random.nextInt(), random.nextInt(), bundle(), text()),
                new Event.JobDone(job(), channel(), text(), reported(), maybe(this::text)),
                new Event.JobRetried(job(), channel(), text(), reported(), failure(), random.nextLong()),
                new Event.JobSnoozed(job(), channel(), text(), reported(), random.nextLong()),
                new Event.JobFailed(job(), channel(), text(), reported(), failure()),
                new Event.JobLost(job(), channel(), text(), run(), oneOf(Event.LostReason.values())),
                new Event.JobHandedBack(job(), channel(), text(), run(), text()),
                new Event.CancelAsked(job(), random.nextInt(), bundle(), text()),
                new Event.JobCancelled(job(), channel(), text(), reported(), text()),
                new Event.JobRequeued(job(), channel(), text(), maybeLong()),
                new Event.BundleClaimed(bundle(), text()),
                new Event.ClaimDropped(bundle(), text(), text()),
                new Event.ChannelConfigured(channel(), limits()),
                new Event.ChannelPaused(channel(), text(), "somebody"),
                new Event.ChannelResumed(channel()),
                new Event.CommandRejected(maybe(this::job), oneOf(RejectionCode.values()), text()),
                new Event.NothingChanged(),
                // flows
                new Event.FlowSubmitted(flow(), text()),
                new Event.JobScheduled(job(), channel(), text(), random.nextLong()),
                new Event.EdgesChanged(
                        job(), oneOf(Edge.State.values()), many(() -> job().uuid()), random.nextBoolean()),
                new Event.EdgesAdded(job(), oneOf(Parent.On.values()), many(() -> job().uuid())),
                new Event.ChildrenHeld(job(), job()),
                new Event.CascadeAdvanced(job(), maybe(() -> job().uuid()), random.nextBoolean()),
                new Event.JobTied(job()),
                new Event.FlowSwept(
                        flow(), new Flow.Sweep(oneOf(Flow.Action.values()), text(), random.nextLong(), number())),
                // channels
                new Event.ChannelShut(channel(), random.nextLong()),
                new Event.TypePaused("t" + text(), text(), "somebody"),
                new Event.TypeResumed("t" + text()),
                new Event.SchedulePut(schedule(), maybeLong()),
                new Event.ScheduleDeleted(text()),
                new Event.ScheduleFired(text(), random.nextLong(), job(), maybeLong()),
                new Event.ScheduleSkipped(text(), random.nextLong(), oneOf(Event.SkipReason.values()), maybeLong()),
                // jobs
                new Event.JobReprioritized(job(), channel(), text(), random.nextInt()),
                new Event.JobRescheduled(job(), channel(), text(), random.nextLong()),
                new Event.JobMoved(job(), channel(), text(), channel()),
                new Event.MaxAttemptsSet(job(), random.nextInt()),
                new Event.JobPurged(job(), channel(), text()),
                new Event.JobReplaced(job(), channel(), text(), job().uuid(), payload(), random.nextInt(), maybeLong()),
                new Event.DedupReleased(text(), job()),
                new Event.SweepStarted(job().uuid(), filter(), action(), random.nextLong()),
                new Event.SweepAdvanced(
                        job().uuid(), text(), random.nextLong(), random.nextLong(), text(), random.nextLong()),
                new Event.TreeDropped(many(this::channel), random.nextBoolean()),
                // what is written again
                jobCarried(),
                new Event.BundleCarried(active()),
                new Event.FlowCarried(carriedFlow(), number()),
                new Event.ScheduleCarried(
                        new Schedule.Kept(schedule(), maybeLong(), maybeLong(), maybe(() -> job().uuid()))),
                new Event.DedupCarried(
                        text(), random.nextBoolean(), many(() -> new Event.DedupKey(text(), job().uuid(), number()))),
                new Event.SweepCarried(new Sweep(
                        job().uuid(),
                        filter(),
                        action(),
                        text(),
                        number(),
                        number(),
                        new Sweep.Progress(text(), number(), number(), number()))),
                new Event.CascadeCarried(job(), maybe(() -> job().uuid())),
                channelCarried(),
                new Event.TreeCarried(
                        number(),
                        number(),
                        maybe(this::pause).map(pause -> Map.of("t", pause)).orElse(Map.of()),
                        random.nextBoolean()));
    }

    Event.FileCarried file() {
        return new Event.FileCarried(
                text(), number(), Map.of(new ChannelFile.Name(ChannelFile.DEFAULT, channel()), number()));
    }

    private Event.JobCarried jobCarried() {
        JobStatus status = new JobStatus(
                oneOf(JobState.values()),
                random.nextInt(),
                random.nextInt(),
                maybeLong(),
                text(),
                number(),
                number(),
                maybe(this::failure),
                maybe(this::text),
                text(),
                random.nextBoolean(),
                random.nextInt(),
                new Changes(
                        random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                        maybe(this::channel),
                        random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                        maybeLong()),
                text(),
                random.nextInt(),
                Optional.empty(),
                random.nextBoolean(),
                0);
        return new Event.JobCarried(
                Job.of(submission(), number(), number()),
                status,
                many(() -> new Event.Incoming(
                        job().uuid(), oneOf(Parent.On.values()), oneOf(Edge.State.values()), random.nextBoolean())),
                maybe(() -> job().uuid()),
                maybe(this::bundle));
    }

    private ActiveBundle active() {
        return new ActiveBundle(
                bundle(),
                channel(),
                text(),
                text(),
                number(),
                many(() -> new ActiveBundle.Member(
                        job().uuid(),
                        random.nextInt(),
                        random.nextInt(),
                        new Place(random.nextInt(), number()),
                        random.nextBoolean(),
                        text(),
                        random.nextBoolean(),
                        Optional.empty())),
                many(this::text),
                number());
    }

    private Flow carriedFlow() {
        return new Flow(
                flow(),
                text(),
                number(),
                new Flow.Progress(number(), number(), number(), number()),
                number(),
                maybe(() -> new Flow.Sweep(oneOf(Flow.Action.values()), text(), number(), number())));
    }

    private Event.ChannelCarried channelCarried() {
        return new Event.ChannelCarried(
                channel(),
                new Event.Sums(number(), number(), number(), number(), number(), number()),
                maybe(this::limits),
                number(),
                maybe(this::pause),
                new Tokens(many(() -> new Tokens.Taken(number(), number(), random.nextInt()))),
                number(),
                new StateView.Served(number(), number()));
    }

    private StateView.Pause pause() {
        return new StateView.Pause(text(), text(), number());
    }

    Command.LeaseCheck leaseCheck() {
        return new Command.LeaseCheck(maybe(this::text), random.nextLong(), many(this::bundle));
    }

    Submission submission() {
        return new Submission(
                job(),
                text(),
                channel().text(),
                payload(),
                new Submission.Options(
                        random.nextInt(),
                        maybeLong(),
                        random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                        maybe(this::policy),
                        maybeLong(),
                        maybeLong(),
                        maybe(this::dedup)),
                many(this::parent),
                maybe(() -> job().uuid()),
                maybe(() -> job().uuid()),
                text(),
                random.nextBoolean() ? Map.of() : Map.of("a", text(), "b", text()),
                random.nextLong());
    }

    private Schedule schedule() {
        return new Schedule(
                text(),
                text(),
                text(),
                submission(),
                oneOf(Schedule.Overlap.values()),
                oneOf(Schedule.Misfire.values()),
                random.nextBoolean());
    }

    private JobAction action() {
        return switch (random.nextInt(8)) {
            case 0 -> new JobAction.Cancel(text(), random.nextBoolean());
            case 1 -> new JobAction.Requeue();
            case 2 -> new JobAction.SetDone(maybe(this::text));
            case 3 -> new JobAction.Delete();
            case 4 -> new JobAction.Reprioritize(random.nextInt());
            case 5 -> new JobAction.Reschedule(random.nextLong());
            case 6 -> new JobAction.Move(text());
            default -> new JobAction.SetMaxAttempts(random.nextInt());
        };
    }

    private JobFilter filter() {
        return new JobFilter(
                maybe(this::channel),
                maybe(() -> "type" + random.nextInt(9)),
                Set.copyOf(many(() -> oneOf(JobState.values()))),
                maybe(() -> "java.lang.Error" + random.nextInt(9)),
                random.nextLong(1L << 40));
    }

    JobId job() {
        return new JobId(tree, new UUID(random.nextLong(), random.nextLong()));
    }

    FlowId flow() {
        return new FlowId(tree, job().uuid());
    }

    BundleId bundle() {
        return new BundleId(tree, number());
    }

    private Payload payload() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return new Payload(bytes, text());
    }

    private RetryPolicy policy() {
        return switch (random.nextInt(3)) {
            case 0 -> new RetryPolicy.Fixed(random.nextLong(1L << 40));
            case 1 ->
                new RetryPolicy.Exponential(
                        random.nextLong(1000), 1 + random.nextDouble(), 1000 + random.nextLong(1L << 40), 0.3);
            default ->
                new RetryPolicy.Steps(new TreeMap<>(
                        Map.of(1, new RetryPolicy.Wait(5, 5), 2 + random.nextInt(9), new RetryPolicy.Wait(7, 7000))));
        };
    }

    private Command.Outcome outcome() {
        Command.End end = switch (random.nextInt(5)) {
            case 0 ->
                new Command.Done(
                        maybe(this::text), many(() -> new Command.Submitted(submission(), random.nextBoolean())));
            case 1 -> new Command.Retry(failure(), maybeLong(), maybe(this::policy));
            case 2 -> new Command.Failed(failure());
            case 3 -> new Command.RateLimited(random.nextLong());
            default -> new Command.Snoozed(random.nextLong());
        };
        return new Command.Outcome(
                bundle(), job(), random.nextInt(), random.nextLong(), random.nextLong(), end, text());
    }

    /** A run of which its worker said what its handler wrote. */
    private Event.Run reported() {
        Event.Run run = run();
        return new Event.Run(
                run.bundle(), run.run(), run.attempt(), run.worker(), run.startedAt(), run.finishedAt(), text());
    }

    private Event.Run run() {
        return new Event.Run(
                maybe(this::bundle), random.nextInt(), random.nextInt(), text(), random.nextLong(), random.nextLong());
    }

    private Dedup dedup() {
        return new Dedup("k" + text(), oneOf(Dedup.Mode.values()), random.nextBoolean(), random.nextInt(1000));
    }

    private Parent parent() {
        return new Parent(job().uuid(), oneOf(Parent.On.values()));
    }

    private Failure failure() {
        return new Failure(text(), text(), text());
    }

    private Limits limits() {
        return Limits.capacity(random.nextInt(100)).with(ChannelOption.MAX_ATTEMPTS, random.nextInt(9));
    }

    ChannelPath channel() {
        return ChannelPath.parse(random.nextBoolean() ? "" : "shop.c" + random.nextInt(9));
    }

    private long number() {
        return 1 + random.nextLong(Long.MAX_VALUE);
    }

    private OptionalLong maybeLong() {
        return random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty();
    }

    private String text() {
        return random.ints(random.nextInt(20), 32, 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> many(Supplier<T> value) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(i -> value.get()).toList();
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
