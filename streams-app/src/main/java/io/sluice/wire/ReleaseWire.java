package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.schemas.BundleReleased;
import io.sluice.schemas.ReleasedJob;
import java.util.ArrayList;
import java.util.List;

/** The releases of one bundle as one change: what all of its jobs share stands there once. */
final class ReleaseWire {

    private ReleaseWire() {}

    /** Events that follow each other without a gap, as changes. */
    static List<Object> changes(List<Recorded> events) {
        List<Object> changes = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= events.size(); end++) {
            if (end == events.size()
                    || !goTogether(events.get(start).event(), events.get(end).event())) {
                changes.add(change(events.subList(start, end)));
                start = end;
            }
        }
        return changes;
    }

    private static boolean goTogether(Event first, Event next) {
        return first instanceof Event.JobReleased a
                && next instanceof Event.JobReleased b
                && a.bundle().equals(b.bundle())
                && a.channel().equals(b.channel())
                && a.type().equals(b.type())
                && a.topic().equals(b.topic());
    }

    private static Object change(List<Recorded> events) {
        Event first = events.getFirst().event();
        return events.size() > 1 && first instanceof Event.JobReleased released
                ? bundle(released, events)
                : EventWriter.change(first);
    }

    private static BundleReleased bundle(Event.JobReleased first, List<Recorded> events) {
        List<ReleasedJob> jobs = new ArrayList<>();
        for (Recorded recorded : events) {
            Event.JobReleased released = (Event.JobReleased) recorded.event();
            jobs.add(new ReleasedJob(Ids.job(released.job()), released.run()));
        }
        return new BundleReleased(
                first.channel().text(), first.type(), first.bundle().number(), first.topic(), jobs);
    }

    /** One event for each of the jobs. */
    static List<Event> events(String tree, BundleReleased change) {
        List<Event> events = new ArrayList<>();
        for (ReleasedJob job : change.getJobs()) {
            events.add(new Event.JobReleased(
                    Ids.job(tree, job.getJob()),
                    ChannelPath.parse(change.getChannel()),
                    change.getType(),
                    job.getRun(),
                    new BundleId(tree, change.getBundle()),
                    change.getTopic()));
        }
        return events;
    }
}
