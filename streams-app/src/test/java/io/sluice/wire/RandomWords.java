package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.Payload;
import io.sluice.core.RejectionCode;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Submission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
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
                new Command.Cancel(job(), text()),
                new Command.Requeue(job()),
                new Command.Pause(channel().text(), text()),
                new Command.Resume(channel().text()),
                new Command.Configure(text()),
                new Command.ConfigureFile(text()));
    }

    List<Command> everyReport() {
        return List.of(
                new Command.Claimed("w1", many(() -> new Command.Claim(bundle(), random.nextBoolean()))),
                new Command.Outcomes("w1", many(this::outcome)),
                new Command.HandedBack("w1", many(this::bundle), text()),
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
                new Event.JobSubmitted(JobWire.job(submission(), number(), at)),
                new Event.JobDuplicate(job(), job()),
                new Event.JobReady(job(), channel(), text()),
                new Event.JobReleased(job(), channel(), text(), random.nextInt(), bundle(), text()),
                new Event.JobStarted(job(), random.nextInt(), random.nextInt(), bundle(), text()),
                new Event.JobDone(job(), channel(), text(), run(), maybe(this::text)),
                new Event.JobRetried(job(), channel(), text(), run(), failure(), random.nextLong()),
                new Event.JobSnoozed(job(), channel(), text(), run(), random.nextLong()),
                new Event.JobFailed(job(), channel(), text(), run(), failure()),
                new Event.JobLost(job(), channel(), text(), run(), oneOf(Event.LostReason.values())),
                new Event.JobHandedBack(job(), channel(), text(), run(), text()),
                new Event.CancelAsked(job(), random.nextInt(), bundle(), text()),
                new Event.JobCancelled(job(), channel(), text(), run(), text()),
                new Event.JobRequeued(job(), channel(), text(), maybeLong()),
                new Event.BundleClaimed(bundle(), text()),
                new Event.ClaimDropped(bundle(), text(), text()),
                new Event.ChannelConfigured(channel(), limits()),
                new Event.ChannelPaused(channel(), text(), "somebody"),
                new Event.ChannelResumed(channel()),
                new Event.CommandRejected(maybe(this::job), oneOf(RejectionCode.values()), text()),
                new Event.NothingChanged());
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
                random.nextInt(),
                maybeLong(),
                random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
                maybe(this::policy),
                text(),
                random.nextBoolean() ? Map.of() : Map.of("a", text(), "b", text()),
                random.nextLong());
    }

    JobId job() {
        return new JobId(tree, new UUID(random.nextLong(), random.nextLong()));
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
        return random.nextBoolean()
                ? new RetryPolicy.Fixed(random.nextLong(1L << 40))
                : new RetryPolicy.Exponential(
                        random.nextLong(1000), 1 + random.nextDouble(), 1000 + random.nextLong(1L << 40), 0.3);
    }

    private Command.Outcome outcome() {
        Command.End end = switch (random.nextInt(4)) {
            case 0 -> new Command.Done(maybe(this::text));
            case 1 -> new Command.Retry(failure(), maybeLong(), maybe(this::policy));
            case 2 -> new Command.Failed(failure());
            default -> new Command.Snoozed(random.nextLong());
        };
        return new Command.Outcome(bundle(), job(), random.nextInt(), random.nextLong(), random.nextLong(), end);
    }

    private Event.Run run() {
        return new Event.Run(
                maybe(this::bundle), random.nextInt(), random.nextInt(), text(), random.nextLong(), random.nextLong());
    }

    private Failure failure() {
        return new Failure(text(), text(), text());
    }

    private Limits limits() {
        return new Limits(
                OptionalInt.of(random.nextInt(100)), false, OptionalInt.of(random.nextInt(9)), Optional.empty());
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
