package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link Why} says just before each release against what the dispatcher then does: it releases one that nothing keeps, the
 * first of them where the order is strict, and nobody exactly if every one is kept.
 */
final class WhyAgreement {

    private final World world;
    private List<Job> free = List.of();

    WhyAgreement(World world) {
        this.world = world;
    }

    /** Takes note of those that may go as far as {@link Why} knows. */
    void beforeRelease() {
        Why why = world.scheduler.why(world.now);
        free = firsts().stream()
                .filter(job -> why.ask(job.id()).orElseThrow().obstacles().isEmpty())
                .toList();
    }

    /** The first of every line of READY jobs; where waiting counts, of every priority. */
    private List<Job> firsts() {
        List<Job> firsts = new ArrayList<>();
        for (String tree : world.state.treesWithReadyJobs()) {
            boolean ages = world.state.channels(tree).aging().isPresent();
            for (ChannelPath channel : world.state.channelsWithReadyJobs(tree)) {
                for (String type : world.state.readyTypes(tree, channel)) {
                    List<StateView.Ready> line = ages
                            ? world.state.firstReadyOfEachPriority(tree, channel, type)
                            : world.state.firstReady(tree, channel, type).stream()
                                    .toList();
                    line.forEach(
                            ready -> firsts.add(world.state.job(ready.job()).orElseThrow()));
                }
            }
        }
        return firsts;
    }

    void afterRelease(Output output) {
        List<JobId> released = output.events().stream()
                .map(Recorded::event)
                .filter(Event.JobReleased.class::isInstance)
                .map(event -> ((Event.JobReleased) event).job())
                .toList();
        if (released.isEmpty()) {
            assertThat(free)
                    .as("nothing was released, though nothing keeps these")
                    .matches(some -> output.more() || some.isEmpty());
            return;
        }
        JobId first = released.getFirst();
        assertThat(free)
                .as("%s was released, though something keeps it", first)
                .anyMatch(job -> job.id().equals(first));
        mustBeFirst(first);
    }

    /** Where no channel is fair and waiting does not count, and all go to one channel topic, there is one order. */
    private void mustBeFirst(JobId released) {
        ChannelTree channels = world.state.channels(released.tree());
        if (channels.hasFair() || channels.aging().isPresent()) {
            return;
        }
        String topic =
                channels.topicName(world.state.job(released).orElseThrow().channel());
        JobId best = free.stream()
                .filter(job -> job.id().tree().equals(released.tree()))
                .filter(job -> channels.topicName(job.channel()).equals(topic))
                .min(Comparator.comparing(Job::place))
                .orElseThrow()
                .id();
        assertThat(released).as("the first of all that nothing keeps").isEqualTo(best);
    }
}
