package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.util.Optional;
import java.util.Set;

/**
 * Which events somebody wants to hear of. What is absent or empty lets all through.
 *
 * @param tree events of this tree
 * @param channel events that name this channel or one below it
 * @param type events that name this job type
 * @param job events about this job
 * @param events events of these kinds, such as {@code JobFailed}
 */
record EventFilter(
        Optional<String> tree,
        Optional<ChannelPath> channel,
        Optional<String> type,
        Optional<JobId> job,
        Set<String> events) {

    boolean letsThrough(Recorded recorded) {
        Event event = recorded.event();
        return tree.map(recorded.tree()::equals).orElse(true)
                && (events.isEmpty() || events.contains(event.getClass().getSimpleName()))
                && job.map(id -> EventFacts.job(event).equals(id.toString())).orElse(true)
                && (type.isEmpty() || EventFacts.type(event).equals(type))
                && channel.map(path -> EventFacts.channel(event)
                                .map(ChannelPath::text)
                                .filter(text -> text.equals(path.text()) || text.startsWith(path.text() + "."))
                                .isPresent())
                        .orElse(true);
    }

    /** The tree that all of them are of: that of the job, if one is named. */
    Optional<String> onlyTree() {
        return tree.or(() -> job.map(JobId::tree));
    }
}
