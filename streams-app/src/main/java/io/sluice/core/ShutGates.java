package io.sluice.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The gates that a READY job does not get through now, asked as the dispatcher asks them. */
final class ShutGates {

    private final StateView state;
    private final Workforce workforce;
    private final long now;

    ShutGates(StateView state, Workforce workforce, long now) {
        this.state = state;
        this.workforce = workforce;
        this.now = now;
    }

    /**
     * A channel on a job's way up whose gate is shut.
     *
     * @param channel the channel
     * @param shut its first shut gate
     * @since 0.1
     */
    record At(ChannelPath channel, Gate.Shut shut) {}

    /** All of them, from the job's channel upwards, what the workers are to blame for last; none: it may go. */
    List<At> of(Job job) {
        ChannelTree channels = state.channels(job.id().tree());
        Optional<ChannelPath> line = channels.sequential(job.channel());
        List<At> shut = new ArrayList<>();
        for (ChannelPath path : ChannelTree.upwards(job.channel())) {
            Gate.Situation situation = Gate.Situation.of(state, job.id().tree(), path, channels.limits(path), now)
                    .about(
                            line.filter(path::equals).flatMap(top -> otherFirst(job, top)),
                            Optional.of(job.channel()).filter(path::equals).map(own -> asking(job, channels)));
            Gate.firstShut(situation).ifPresent(gate -> shut.add(new At(path, gate)));
        }
        shut.sort(Comparator.comparing(at -> at.shut().gate() == Gate.WORKERS));
        return shut;
    }

    private Gate.Asking asking(Job job, ChannelTree channels) {
        String topic = channels.topicName(job.channel());
        return new Gate.Asking(
                job.id(),
                job.type(),
                state.typePause(job.id().tree(), job.type()),
                topic,
                workforce.of(topic, job.type(), now));
    }

    /** The first SCHEDULED or READY job of a sequential subtree, if it is not this one. */
    private Optional<Gate.First> otherFirst(Job job, ChannelPath top) {
        String tree = job.id().tree();
        Stream<Waiting> ready = state.channelsWithReadyJobs(tree).stream()
                .filter(path -> path.isWithin(top))
                .flatMap(path -> state.readyTypes(tree, path).stream()
                        .flatMap(type -> state.firstReady(tree, path, type).stream()))
                .map(first -> new Waiting(first, false));
        Stream<Waiting> scheduled = state.channelsWithScheduledJobs(tree).stream()
                .filter(path -> path.isWithin(top))
                .flatMap(path -> state.firstScheduled(tree, path).stream())
                .map(first -> new Waiting(first, true));
        return Stream.concat(ready, scheduled)
                .min(Comparator.comparing(waiting -> waiting.job().place()))
                .filter(first -> !first.job().job().equals(job.id()))
                .map(this::first);
    }

    private record Waiting(StateView.Ready job, boolean isScheduled) {}

    private Gate.First first(Waiting waiting) {
        JobId id = waiting.job().job();
        OptionalLong until = waiting.isScheduled()
                ? state.status(id).map(JobStatus::notBefore).orElse(OptionalLong.empty())
                : OptionalLong.empty();
        return new Gate.First(id, waiting.isScheduled(), until);
    }

    /** Who holds a seat of a channel for longest, in words; none: nothing that runs. */
    Optional<String> longest(String tree, ChannelPath path) {
        return state.claimants().stream()
                .flatMap(worker -> state.claimedBy(worker).stream())
                .filter(bundle -> bundle.id().tree().equals(tree) && bundle.isStarted())
                .filter(bundle -> bundle.channel().isWithin(path))
                .min(Comparator.comparingLong(ActiveBundle::startedAt))
                .map(bundle ->
                        "the longest there is " + bundle.jobId(bundle.members().getFirst()) + ", running "
                                + Spans.words(now - bundle.startedAt()) + " on worker "
                                + bundle.claimants().getFirst());
    }
}
