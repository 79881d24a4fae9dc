package io.sluice.contract;

import io.sluice.contract.Engine.Release;
import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.schemas.Topics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The worker of a {@link Tale}: alive as long as the scenario waits for something, and otherwise doing only what it is told. */
final class TaleWorker {

    private static final long BEAT_MS = 500;

    private final Engine engine;
    private final String tree;
    private String name;
    private Optional<Say> says = Optional.empty();
    private long saidAt;
    private final Set<Release> taken = new HashSet<>();
    /** Members without an outcome, by the bundles that it holds. */
    private final Map<BundleId, Set<JobId>> inHand = new LinkedHashMap<>();

    TaleWorker(Engine engine, String tree) {
        this.engine = engine;
        this.tree = tree;
        this.name = "worker-of-" + tree;
    }

    private record Say(int slots, Set<String> types) {}

    void starts(int slots, Set<String> types) {
        says = Optional.of(new Say(slots, types));
        beat();
    }

    /** Falls silent, with all that it holds. */
    void dies() {
        says = Optional.empty();
        inHand.clear();
        name = "heir-of-" + name;
    }

    /** Says that it is alive, if it is time to. */
    void beatIfDue() {
        if (engine.now() - saidAt >= BEAT_MS) {
            beat();
        }
    }

    private void beat() {
        saidAt = engine.now();
        int partition = engine.partition(tree);
        List<Command.Held> held = inHand.keySet().stream()
                .map(bundle -> new Command.Held(partition, bundle))
                .toList();
        says.ifPresent(say -> engine.heartbeat(
                tree,
                new Command.Heartbeat(
                        name, say.slots(), Set.of(Topics.channelTopic("root")), say.types(), held, false)));
    }

    /** A release that was not taken yet. */
    Optional<Release> fresh() {
        return engine.released(tree).stream()
                .filter(release -> !taken.contains(release))
                .findFirst();
    }

    /** Takes it; a bundle is claimed with the first job of it. */
    void take(Release release) {
        taken.add(release);
        if (!inHand.containsKey(release.bundle())) {
            engine.report(tree, new Command.Claimed(name, List.of(new Command.Claim(release.bundle(), false))));
        }
        inHand.computeIfAbsent(release.bundle(), first -> new HashSet<>()).add(release.job());
    }

    /** How a run ended that took that many milliseconds. */
    void report(Release release, long tookMs, Command.End end) {
        long now = engine.now();
        Command.Outcome outcome =
                new Command.Outcome(release.bundle(), release.job(), release.run(), now - tookMs, now, end);
        engine.report(tree, new Command.Outcomes(name, List.of(outcome)));
        inHand.computeIfPresent(release.bundle(), (bundle, rest) -> {
            rest.remove(release.job());
            return rest.isEmpty() ? null : rest;
        });
    }

    void handBack(Release release) {
        engine.report(tree, new Command.HandedBack(name, List.of(release.bundle()), "worker stops"));
        inHand.remove(release.bundle());
    }
}
