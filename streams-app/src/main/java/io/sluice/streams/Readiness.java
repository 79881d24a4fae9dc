package io.sluice.streams;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whether an instance is at work. Streams itself says RUNNING as soon as it has joined, also while it waits for the partitions
 * of a dead member.
 */
final class Readiness {

    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final KafkaStreams streams;
    private final OpenPartitions open;
    private final Admin admin;
    private final String applicationId;
    private final ProcessFile process;
    private boolean asked;
    private long askedAt;
    private boolean answer;

    Readiness(KafkaStreams streams, OpenPartitions open, Admin admin, StreamSettings settings) {
        this.streams = streams;
        this.open = open;
        this.admin = admin;
        this.applicationId = settings.applicationId();
        this.process = new ProcessFile(settings);
    }

    boolean isReady() {
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return false;
        }
        Set<Integer> assigned = streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().partition())
                .collect(Collectors.toSet());
        return assigned.isEmpty() ? isLeftOver() : open.now().containsAll(assigned);
    }

    /** With more instances than partitions some get none: fine once the group has settled. The broker is asked seldom. */
    private synchronized boolean isLeftOver() {
        long now = System.nanoTime();
        if (!asked || now - askedAt >= ASK_AGAIN) {
            asked = true;
            askedAt = now;
            answer = isGroupSettled();
        }
        return answer;
    }

    private boolean isGroupSettled() {
        try {
            StreamsGroupDescription group = Answers.of(admin.describeStreamsGroups(List.of(applicationId))
                    .describedGroups()
                    .get(applicationId));
            List<StreamsGroupMemberDescription> own = group.members().stream()
                    .filter(member ->
                            process.id().filter(member.processId()::equals).isPresent())
                    .toList();
            return group.groupState() == GroupState.STABLE && isOnlyUs(own) && isMeantToBeIdle(own);
        } catch (KafkaException e) {
            return false;
        }
    }

    /** After a crash the group still lists who ran here before, and gives its partitions to nobody else meanwhile. */
    private boolean isOnlyUs(List<StreamsGroupMemberDescription> own) {
        return !own.isEmpty() && own.size() <= streams.metadataForLocalThreads().size();
    }

    private static boolean isMeantToBeIdle(List<StreamsGroupMemberDescription> own) {
        return own.stream()
                .allMatch(member -> member.targetAssignment().activeTasks().isEmpty());
    }
}
