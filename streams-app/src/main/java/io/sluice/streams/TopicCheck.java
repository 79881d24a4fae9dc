package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether the topics are there and fit, and makes them if told to.
 *
 * @since 0.1
 */
public final class TopicCheck {

    private static final String LARGEST = "max.message.bytes";
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(10);

    private final Admin admin;
    private final Topics topics;
    private final Collection<String> channelTopics;

    /**
     * @param admin a client that may describe topics and, for {@link #create}, make them
     * @param channelPaths paths of the channels with the option {@code topic}; {@code root} is always one
     */
    public TopicCheck(Admin admin, Collection<String> channelPaths) {
        this.admin = admin;
        this.topics = Topics.bundled();
        TreeSet<String> names =
                new TreeSet<>(channelPaths.stream().map(Topics::channelTopic).toList());
        names.add(Topics.channelTopic("root"));
        this.channelTopics = List.copyOf(names);
    }

    /** The channel topics that are looked at. */
    public Collection<String> channelTopics() {
        return channelTopics;
    }

    /** All topics that are looked at. */
    List<String> names() {
        return wanted().stream().map(Topics.Topic::name).toList();
    }

    /**
     * Makes the topics that are missing. Those that are there stay as they are.
     *
     * @param partitions how many partitions the topics keyed by tree get; none: as many as {@code topics.json} says. Chosen
     *     once: it cannot be changed while the state is kept
     * @param replication replication factor; -1: the broker's default
     * @throws StartRefusedException naming every topic that could not be made, and why
     */
    public void create(OptionalInt partitions, short replication) {
        // Where some are there already, their number holds: the three topics must agree.
        Map<String, TopicDescription> there = existing();
        int perTree = there.values().stream()
                .filter(topic -> topics.topic(topic.name()).perTree())
                .findFirst()
                .map(topic -> topic.partitions().size())
                .orElse(partitions.orElse(topics.partitions()));
        List<NewTopic> missing = wanted().stream()
                .filter(topic -> !there.containsKey(topic.name()))
                .map(topic -> new NewTopic(
                                topic.name(),
                                Optional.of(topic.perTree() ? perTree : 1),
                                Optional.of(replication).filter(factor -> factor > 0))
                        .configs(topic.config()))
                .toList();
        List<String> problems = new ArrayList<>();
        admin.createTopics(missing)
                .values()
                .forEach((name, made) -> problem(name, made).ifPresent(problems::add));
        refuseIf(problems, "topics could not be made");
        awaitMade(missing.stream().map(NewTopic::name).toList());
    }

    /** The controller has them at once, the brokers that are asked for them a moment later. */
    private void awaitMade(List<String> names) {
        long until = System.nanoTime() + LONGEST_NS;
        boolean isThere;
        do {
            isThere = describe(names).keySet().containsAll(names);
        } while (!isThere && System.nanoTime() < until);
    }

    private static Optional<String> problem(String name, KafkaFuture<Void> made) {
        try {
            Answers.of(made);
            return Optional.empty();
        } catch (TopicExistsException e) {
            // Another instance was faster.
            return Optional.empty();
        } catch (KafkaException e) {
            return Optional.of(name + ": " + e.getMessage());
        }
    }

    /**
     * Looks at every topic.
     *
     * @return how many partitions the trees are spread over
     * @throws StartRefusedException naming everything that is wrong and what to do
     */
    public int check() {
        Map<String, TopicDescription> there = existing();
        List<String> problems = new ArrayList<>();
        wanted().stream()
                .filter(topic -> !there.containsKey(topic.name()))
                .forEach(topic -> problems.add(
                        topic.name() + " is missing; start once with --create-topics, or make it" + " with topics.tf"));
        partitionProblems(there, problems);
        sizeProblems(there, problems);
        refuseIf(problems, "the topics do not fit");
        return there.get(Topics.JOBS).partitions().size();
    }

    /**
     * Looks at the changelog, if there is one. The state says the same when it is opened, but it comes to that only where the
     * broker hands out the partitions, and a broker fails on such a changelog without saying why.
     *
     * @param changelog its name
     * @param partitions how many partitions the trees are spread over now
     * @throws StartRefusedException with both numbers
     */
    void checkState(String changelog, int partitions) {
        describe(List.of(changelog)).values().stream()
                .map(found -> found.partitions().size())
                .filter(built -> built != partitions)
                .findFirst()
                .ifPresent(built -> {
                    throw new StartRefusedException("the state was built with " + built + " partitions (" + changelog
                            + "), but " + Topics.JOBS + " has " + partitions
                            + ". sluice rebuild makes the state anew for that number, under another application id: see"
                            + " docs/history.md");
                });
    }

    private void partitionProblems(Map<String, TopicDescription> there, List<String> problems) {
        Map<String, Integer> perTree = new LinkedHashMap<>();
        for (Topics.Topic topic : wanted()) {
            if (there.containsKey(topic.name())) {
                int partitions = there.get(topic.name()).partitions().size();
                if (topic.perTree()) {
                    perTree.put(topic.name(), partitions);
                } else if (partitions != 1) {
                    problems.add(
                            topic.name() + " has " + partitions + " partitions; exactly 1 is needed: make it anew");
                }
            }
        }
        if (perTree.values().stream().distinct().count() > 1) {
            problems.add("the topics keyed by tree need the same number of partitions but have " + perTree
                    + ": make anew those that hold nothing yet");
        }
    }

    private void sizeProblems(Map<String, TopicDescription> there, List<String> problems) {
        List<ConfigResource> resources = there.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Answers.of(admin.describeConfigs(resources).all()).forEach((resource, config) -> {
            long needed = Long.parseLong(topics.topic(resource.name()).config().get(LARGEST));
            long found = Long.parseLong(config.get(LARGEST).value());
            if (found < needed) {
                problems.add(resource.name() + " takes records of " + found + " bytes; set " + LARGEST + "=" + needed);
            }
        });
    }

    private List<Topics.Topic> wanted() {
        List<Topics.Topic> wanted = new ArrayList<>(topics.topics().stream()
                .filter(topic -> !topic.name().equals(Topics.CHANNEL_PATTERN))
                .toList());
        channelTopics.forEach(name -> wanted.add(topics.topic(name)));
        return wanted;
    }

    private Map<String, TopicDescription> existing() {
        return describe(names());
    }

    private Map<String, TopicDescription> describe(List<String> names) {
        Map<String, TopicDescription> there = new LinkedHashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, described) -> {
            try {
                there.put(name, Answers.of(described));
            } catch (UnknownTopicOrPartitionException e) {
                // Missing: that is an answer too.
            }
        });
        return there;
    }

    private static void refuseIf(List<String> problems, String what) {
        if (!problems.isEmpty()) {
            throw new StartRefusedException(what + ":"
                    + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining()));
        }
    }
}
