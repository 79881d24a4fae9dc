package io.sluice.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The channels of one tree: what the file declares for all trees, over it what the file says about this one, over it what was
 * set live; each overrides option by option. A channel that nobody declared has the limits of the nearest template up to its
 * nearest declared ancestor, else none of its own; those of its ancestors hold in any case.
 *
 * <p>Not safe for use by several threads: it remembers what it was asked.
 *
 * @since 0.1
 */
public final class ChannelTree {

    private final ChannelFile file;
    private final String name;
    private final Map<ChannelPath, Limits> own;
    private final Map<ChannelPath, Limits> known = new HashMap<>();
    private final Map<ChannelPath, List<ChannelPath>> throttled = new HashMap<>();
    private final Uses uses;

    /** Which options some entry has at all: most trees have none of them and need not look. */
    private record Uses(boolean sequential, boolean throttle, boolean fair) {}

    /**
     * The channels of a tree.
     *
     * @param file the channels file
     * @param name the tree
     * @param own what was set live
     */
    public ChannelTree(ChannelFile file, String name, Map<ChannelPath, Limits> own) {
        this.file = file;
        this.name = name;
        this.own = Collections.unmodifiableMap(own);
        this.uses = new Uses(
                anyEntry().anyMatch(Limits::sequential),
                anyEntry().anyMatch(limits -> limits.throttle().isPresent()),
                anyEntry().anyMatch(Limits::fair));
    }

    private Stream<Limits> anyEntry() {
        return Stream.of(file.defaults(), file.section(name), own).flatMap(layer -> layer.values().stream());
    }

    /** What was set live and counts. */
    public Map<ChannelPath, Limits> own() {
        return own;
    }

    /** The same with other entries set live. */
    ChannelTree with(Map<ChannelPath, Limits> live) {
        Map<ChannelPath, Limits> both = new HashMap<>(own);
        both.putAll(live);
        return new ChannelTree(file, name, both);
    }

    // ---- one channel

    /** What holds for a channel itself. */
    public Limits limits(ChannelPath channel) {
        return known.computeIfAbsent(
                channel, path -> declared(path).or(() -> template(path)).orElse(Limits.NONE));
    }

    /** What the entries of exactly that name say together: of a channel or a template; none: there are none. */
    public Optional<Limits> declared(ChannelPath channel) {
        return over(own.get(channel), inFile(channel));
    }

    /** The same as the file alone says it. */
    public Optional<Limits> inFile(ChannelPath channel) {
        return over(
                file.section(name).get(channel),
                Optional.ofNullable(file.defaults().get(channel)));
    }

    private static Optional<Limits> over(Limits said, Optional<Limits> below) {
        return said == null ? below : Optional.of(below.map(said::over).orElse(said));
    }

    private Optional<Limits> template(ChannelPath channel) {
        Optional<ChannelPath> above = channel.parent();
        while (above.isPresent() && !channel.isTemplate()) {
            Optional<Limits> found = above.get().template().flatMap(this::declared);
            if (found.isPresent() || declared(above.get()).isPresent()) {
                return found;
            }
            above = above.get().parent();
        }
        return Optional.empty();
    }

    /** Every declared channel and template, in the order of their paths. */
    public List<ChannelPath> declared() {
        TreeSet<ChannelPath> paths = new TreeSet<>(file.defaults().keySet());
        paths.addAll(file.section(name).keySet());
        paths.addAll(own.keySet());
        return List.copyOf(paths);
    }

    // ---- bundles

    /** Whether the channel lies in a sequential subtree: in it nothing overtakes. */
    public boolean isSequential(ChannelPath channel) {
        return sequential(channel).isPresent();
    }

    /** Whether jobs of this channel are released alone. */
    public boolean isAlone(ChannelPath channel) {
        return upwards(channel).stream().anyMatch(path -> limits(path).alone());
    }

    // ---- for people

    /** All declared entries as they hold, as a text that reads back as the same. */
    public String text() {
        Map<ChannelPath, Limits> all = new LinkedHashMap<>();
        declared().forEach(path -> all.put(path, limits(path)));
        return ChannelText.text(all);
    }

    /** Where what holds is not what the file says, in the order of the paths. */
    public List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        for (ChannelPath path : new TreeSet<>(own.keySet())) {
            Optional<Limits> said = inFile(path);
            Limits live = limits(path);
            if (!said.equals(Optional.of(live))) {
                differences.add(new Difference(path, said, live));
            }
        }
        return differences;
    }

    /**
     * A channel whose limits are not those of the file.
     *
     * @param channel which
     * @param file what the file says; none: nothing
     * @param live what holds
     * @since 0.1
     */
    public record Difference(ChannelPath channel, Optional<Limits> file, Limits live) {}

    // ---- a channel and what is above it

    /** The channel and all above it, from itself up to {@code root}. */
    public static List<ChannelPath> upwards(ChannelPath channel) {
        List<ChannelPath> line = new ArrayList<>();
        for (Optional<ChannelPath> at = Optional.of(channel);
                at.isPresent();
                at = at.get().parent()) {
            line.add(at.get());
        }
        return line;
    }

    /** The path of the nearest channel, itself or above, with a channel topic of its own; {@code root} always has one. */
    public ChannelPath topicOf(ChannelPath channel) {
        return upwards(channel).stream()
                .filter(path -> file.defaults().getOrDefault(path, Limits.NONE).topic())
                .findFirst()
                .orElse(ChannelPath.ROOT);
    }

    /** The channel topic that jobs of this channel are released to. */
    public String topicName(ChannelPath channel) {
        return "sluice.channel." + topicOf(channel).text();
    }

    /** The topmost sequential channel that this one is in, itself or above; none: it is in no sequential subtree. */
    public Optional<ChannelPath> sequential(ChannelPath channel) {
        return !uses.sequential()
                ? Optional.empty()
                : upwards(channel).reversed().stream()
                        .filter(path -> limits(path).sequential())
                        .findFirst();
    }

    /** Whether some channel of the tree is sequential. */
    public boolean hasSequential() {
        return uses.sequential();
    }

    /** The channels, itself and above, that are throttled. */
    public List<ChannelPath> throttled(ChannelPath channel) {
        return !uses.throttle()
                ? List.of()
                : throttled.computeIfAbsent(
                        channel,
                        path -> upwards(path).stream()
                                .filter(above -> limits(above).throttle().isPresent())
                                .toList());
    }

    /** Whether the children of some channel of the tree take turns. */
    public boolean hasFair() {
        return uses.fair();
    }

    /** The waiting time that is worth one point of priority in this tree, in milliseconds. */
    public OptionalLong aging() {
        return limits(ChannelPath.ROOT).aging();
    }

    /** At most how many executions a job of this channel may have if it does not say; 0 = unlimited. */
    public int maxAttempts(ChannelPath channel) {
        for (ChannelPath path : upwards(channel)) {
            Limits limits = limits(path);
            if (limits.maxAttempts().isPresent()) {
                return limits.maxAttempts().getAsInt();
            }
        }
        return 5;
    }

    /** How a job of this channel waits between attempts if neither it nor its handler says. */
    public RetryPolicy retry(ChannelPath channel) {
        return upwards(channel).stream()
                .flatMap(path -> limits(path).retry().stream())
                .findFirst()
                .orElse(RetryPolicy.DEFAULT);
    }

    // ---- jobs

    /** How long an execution of a job of this channel may take if it does not say, in milliseconds; 0 = no limit. */
    public long timeout(ChannelPath channel) {
        return nearest(channel, Limits::timeout).orElse(0);
    }

    /** How long closed jobs of this channel are kept, in milliseconds; 24 h by default. */
    public long retention(ChannelPath channel) {
        return nearest(channel, Limits::retention).orElse(24 * 3_600_000L);
    }

    /** How long FAILED jobs of this channel are kept, in milliseconds; none: until somebody handles them. */
    public OptionalLong retentionFailed(ChannelPath channel) {
        return isSequential(channel) ? OptionalLong.empty() : nearest(channel, Limits::retentionFailed);
    }

    /** The type of the job that a final failure in this channel submits. */
    public Optional<String> onFailure(ChannelPath channel) {
        return upwards(channel).stream()
                .flatMap(path -> limits(path).onFailure().stream())
                .findFirst();
    }

    private OptionalLong nearest(ChannelPath channel, Function<Limits, OptionalLong> option) {
        return upwards(channel).stream()
                .map(path -> option.apply(limits(path)))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    // ---- checks

    /**
     * Checks entries that are new, and those below one that is sequential by now.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    void checkWith(Collection<ChannelPath> changed) {
        checkAll(changed);
        List<ChannelPath> holding = changed.stream()
                .filter(channel -> !channel.isTemplate() && limits(channel).sequential())
                .toList();
        if (!holding.isEmpty()) {
            checkAll(declared().stream()
                    .filter(channel -> holding.stream().anyMatch(channel::isBelow))
                    .toList());
        }
    }

    /**
     * Checks what holds for some of the channels.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    void checkAll(Collection<ChannelPath> channels) {
        for (ChannelPath channel : channels) {
            Limits said = Optional.ofNullable(own.get(channel))
                    .or(() -> Optional.ofNullable(file.section(name).get(channel)))
                    .or(() -> Optional.ofNullable(file.defaults().get(channel)))
                    .orElse(Limits.NONE);
            Limits limits = limits(channel);
            ChannelChecks.together(channel, said, limits);
            if (limits.retentionFailed().isPresent() && sequential(channel).isPresent()) {
                throw ChannelChecks.quoting(
                        channel,
                        said,
                        "retention.failed cannot be set here: "
                                + sequential(channel).get() + " is sequential, and a FAILED job there holds the others"
                                + " until somebody handles it");
            }
        }
    }

    // ---- as a value

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelTree that
                && file.defaults().equals(that.file.defaults())
                && file.section(name).equals(that.file.section(that.name))
                && own.equals(that.own);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file.defaults(), file.section(name), own);
    }

    @Override
    public String toString() {
        return "file " + file.defaults() + ", section " + file.section(name) + ", live " + own;
    }
}
