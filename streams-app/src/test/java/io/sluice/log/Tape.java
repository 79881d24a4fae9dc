package io.sluice.log;

import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;

/** Events of one tree in memory, written by hand: a second apart, beginning at {@link #START}. */
final class Tape implements Events {

    static final String TREE = "acme";
    static final long START = 1_767_225_600_000L;
    static final ChannelPath SHOP = ChannelPath.parse("root.shop");

    private final List<Recorded> events = new ArrayList<>();
    /** Those before it lie in another partition than the tree's key. */
    private int elsewhere;

    /** How many readings there were. */
    int readings;

    /** The n-th job, made at that second. */
    static JobId job(int n, long second) {
        long time = START + second * 1000;
        return new JobId(TREE, new UUID(time << 16 | 0x7000L | n, 0x8000_0000_0000_0000L | n));
    }

    static JobId job(int n) {
        return job(n, 0);
    }

    /** The next event, a second after the one before it. */
    Tape then(Event event) {
        return by("ann", event);
    }

    Tape by(String who, Event event) {
        long number = events.size() + 1;
        Cause cause = new Cause(TREE, Optional.empty(), who);
        events.add(new Recorded(TREE, number, time(number), cause, event));
        return this;
    }

    /** When the n-th event was. */
    static long time(long number) {
        return START + number * 1000;
    }

    /** What follows is where the tree's key lies; what was before is not. */
    Tape grown() {
        elsewhere = events.size();
        return this;
    }

    /** How many events there are. */
    long size() {
        return events.size();
    }

    List<Recorded> events() {
        return events;
    }

    @Override
    public boolean read(Stretch stretch, Watch watch, Predicate<Recorded> reader) {
        readings++;
        for (int i = stretch.everywhere() ? 0 : elsewhere; i < events.size(); i++) {
            Recorded recorded = events.get(i);
            if (!watch.goOn(i / (double) events.size())) {
                return false;
            }
            if (recorded.at() >= stretch.from() && recorded.at() <= stretch.to() && !reader.test(recorded)) {
                return true;
            }
        }
        return true;
    }

    // ---- events

    static Submission asked(JobId id) {
        Payload payload = new Payload(id.toString().getBytes(StandardCharsets.UTF_8), "text/plain");
        return Submission.of(id, "row", SHOP.text(), payload);
    }

    static Event submitted(Submission asked) {
        return new Event.JobSubmitted(Job.of(asked, 1, START));
    }

    static Event submitted(JobId id) {
        return submitted(asked(id));
    }

    /** As {@link #asked} runs an old one again. */
    static Event replay(JobId id, JobId old) {
        Submission a = asked(id);
        return submitted(new Submission(
                id,
                a.type(),
                a.channel(),
                a.payload(),
                a.options(),
                a.parents(),
                a.flow(),
                Optional.of(old.uuid()),
                a.description(),
                a.headers(),
                a.submittedAt()));
    }

    static Event.Run run(int run) {
        return new Event.Run(Optional.empty(), run, run, "w-1", START, START + 20);
    }

    static Event failed(JobId id) {
        return failed(id, SHOP, "java.io.IOException");
    }

    static Event failed(JobId id, ChannelPath channel, String error) {
        return new Event.JobFailed(id, channel, "row", run(1), new Failure(error, "disk full", "at X"));
    }

    static Event done(JobId id) {
        return new Event.JobDone(id, SHOP, "row", run(1), Optional.empty());
    }

    static Event cancelled(JobId id) {
        return new Event.JobCancelled(id, SHOP, "row", run(0), "not wanted");
    }

    static Event requeued(JobId id) {
        return new Event.JobRequeued(id, SHOP, "row", OptionalLong.empty());
    }

    static Event purged(JobId id) {
        return new Event.JobPurged(id, SHOP, "row");
    }
}
