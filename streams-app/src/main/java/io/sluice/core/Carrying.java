package io.sluice.core;

import io.sluice.core.Command.CarryDue;
import io.sluice.core.Command.CarryPart;
import io.sluice.core.Command.CountersDue;
import io.sluice.core.StateView.KeptJob;
import io.sluice.core.StateView.Whole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes again whole what lives longer than its events stay on the log. Each tree in which something lives is walked over once
 * a day, step by step, each step a timer of its own; at the end stands since when all of it is on the log.
 *
 * <p>A job is written again when its last whole writing is old; what has no such time (counters, keys, schedules) in each walk,
 * and after the jobs: from then on whoever folds the events knows every job that is counted.
 */
final class Carrying {

    /** Between two steps, so that live work is not pushed aside. */
    private static final long BREATH = 50;

    /** So many jobs are read at once: payloads may be large. */
    private static final int A_PAGE = 50;

    /** A step ends with the job that fills it. */
    private static final long A_STEP_BYTES = 1024 * 1024;

    private final StateView state;
    private final Carry carry;
    private final int aStep;

    /** @param aStep how many of anything one step looks at */
    Carrying(StateView state, Carry carry, int aStep) {
        this.state = state;
        this.carry = carry;
        this.aStep = aStep;
    }

    // ---- setting timers

    /**
     * At the start: trees may have none because the state was made from events, or because a timer failed too often. They are
     * spread over the time that they have.
     */
    void wake(Journal journal) {
        if (carry.isNever()) {
            return;
        }
        List<String> trees = state.treesWithoutWalk().stream()
                .filter(tree -> !state.whole(tree).isEmpty())
                .toList();
        for (int i = 0; i < trees.size(); i++) {
            long due = journal.now() + carry.everyMs() * (i + 1) / trees.size();
            journal.schedule(due, begin(trees.get(i)));
        }
    }

    private static CarryDue begin(String tree) {
        return new CarryDue(tree, 0, 0, CarryPart.JOBS, "");
    }

    /** Sees to it that each tree in which something lives has its timers. */
    void follow(Journal journal) {
        if (carry.isNever()) {
            return;
        }
        Set<String> trees = new LinkedHashSet<>();
        journal.recorded().forEach(recorded -> trees.add(recorded.tree()));
        trees.remove("");
        trees.forEach(tree -> follow(tree, journal));
    }

    private void follow(String tree, Journal journal) {
        if (state.carryAt(tree) == 0 && !state.whole(tree).isEmpty()) {
            journal.schedule(journal.now() + carry.everyMs(), begin(tree));
        }
        if (state.countersAt(tree) == 0 && !state.uncarriedChannels(tree, 1).isEmpty()) {
            journal.schedule(journal.now() + carry.countersMs(), new CountersDue(tree));
        }
    }

    // ---- counters that change

    /** Writes those that changed; who changes later sets the next timer. */
    void due(CountersDue command, Journal journal) {
        List<ChannelPath> changed = state.uncarriedChannels(command.tree(), aStep);
        Whole whole = state.whole(command.tree());
        changed.forEach(channel -> journal.record(command.tree(), whole.channel(channel)));
        if (!state.uncarriedChannels(command.tree(), 1).isEmpty()) {
            journal.schedule(journal.now() + BREATH, command);
        }
    }

    // ---- a step of a walk

    void due(CarryDue command, Journal journal) {
        if (carry.isNever()) {
            return;
        }
        Step step = new Step(command, journal);
        step.run();
    }

    /** One step: what it goes over, what is left of its bounds, and where the next one begins. */
    private final class Step {

        private final String tree;
        private final Whole whole;
        private final Journal journal;
        private final long began;
        private final Set<BundleId> bundles = new HashSet<>();

        private long since;
        private CarryPart part;
        private String after;
        private int left = aStep;
        private long bytes;

        Step(CarryDue command, Journal journal) {
            this.tree = command.tree();
            this.whole = state.whole(tree);
            this.journal = journal;
            this.part = command.part();
            this.after = command.after();
            if (command.began() == 0) {
                began = journal.now();
                since = began;
                file();
            } else {
                began = command.began();
                since = command.since();
            }
        }

        /** Each walk can tell its reader the file: once a day is enough for all of them. */
        private void file() {
            if (state.fileCarriedAt() < began - carry.everyMs()) {
                whole.file().ifPresent(file -> journal.record("", file));
            }
            if (whole.file().isPresent()) {
                since = Math.min(since, state.fileCarriedAt());
            }
        }

        void run() {
            boolean isThrough = false;
            while (left > 0 && bytes < A_STEP_BYTES && !isThrough) {
                isThrough = goOver() && isLast();
            }
            if (!isThrough) {
                journal.schedule(journal.now() + BREATH, new CarryDue(tree, began, since, part, after));
                return;
            }
            journal.record(tree, whole.tree(since));
            if (!whole.isEmpty()) {
                journal.schedule(Math.max(journal.now() + 1, began + carry.everyMs()), begin(tree));
            }
        }

        /** Goes over a page of the part; answers whether that was its last one. */
        private boolean goOver() {
            return switch (part) {
                case JOBS -> jobs();
                case FLOWS -> flows();
                case SCHEDULES ->
                    all(
                            whole.schedules(after, left),
                            one -> one.kept().schedule().id());
                case DEDUP_KEYS -> dedupKeys();
                case SWEEPS ->
                    all(whole.sweeps(id(), left), one -> one.sweep().id().toString());
                case CASCADES ->
                    all(whole.cascades(id(), left), one -> one.parent().uuid().toString());
                case CHANNELS -> channels();
            };
        }

        private boolean isLast() {
            after = "";
            CarryPart[] parts = CarryPart.values();
            if (part == parts[parts.length - 1]) {
                return true;
            }
            part = parts[part.ordinal() + 1];
            return false;
        }

        private Optional<UUID> id() {
            return after.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(after));
        }

        private boolean jobs() {
            int most = Math.min(left, A_PAGE);
            List<KeptJob> page = whole.jobs(id(), most);
            for (KeptJob kept : page) {
                if (left <= 0 || bytes >= A_STEP_BYTES) {
                    return false;
                }
                left--;
                after = kept.submitted().id().uuid().toString();
                if (kept.writtenAt() < began - carry.ageMs()) {
                    job(kept);
                } else {
                    since = Math.min(since, kept.writtenAt());
                }
            }
            return page.size() < most;
        }

        private void job(KeptJob kept) {
            JobId id = kept.submitted().id();
            Optional<ActiveBundle> bundle = state.bundleOf(id);
            bundle.filter(open -> bundles.add(open.id())).ifPresent(open -> {
                journal.record(tree, new Event.BundleCarried(open.withoutProgress()));
                left -= open.members().size() - 1;
            });
            journal.record(
                    tree,
                    new Event.JobCarried(
                            kept.submitted(),
                            kept.status().with(Optional.empty()).carried(0),
                            edges(kept.submitted()),
                            state.holder(id).map(JobId::uuid),
                            bundle.map(ActiveBundle::id)));
            bytes += kept.submitted().payload().bytes().length;
        }

        private List<Event.Incoming> edges(Job job) {
            if (!state.hasEdges(tree)) {
                return List.of();
            }
            List<Event.Incoming> edges = new ArrayList<>();
            job.parents().forEach(parent -> edge(job, parent, false, edges));
            state.addedParents(job.id()).forEach(parent -> edge(job, parent, true, edges));
            return List.copyOf(edges);
        }

        /** It is gone if the parent is and the child knows. */
        private void edge(Job child, Parent parent, boolean added, List<Event.Incoming> edges) {
            state.edge(new JobId(tree, parent.job()), child.id().uuid())
                    .ifPresent(edge -> edges.add(new Event.Incoming(parent.job(), edge.on(), edge.state(), added)));
        }

        /** One that is young is on the log from its submission on, with all of its jobs. */
        private boolean flows() {
            int most = left;
            List<Event.FlowCarried> page = whole.flows(id(), most);
            for (Event.FlowCarried one : page) {
                left--;
                after = one.flow().id().uuid().toString();
                if (one.flow().submittedAt() < began - carry.ageMs()) {
                    journal.record(tree, one);
                } else {
                    since = Math.min(since, one.flow().submittedAt());
                }
            }
            return page.size() < most;
        }

        private boolean dedupKeys() {
            Event.DedupCarried page = whole.dedupKeys(after, left);
            journal.record(tree, page);
            left -= page.keys().size();
            after = page.keys().isEmpty() ? after : page.keys().getLast().key();
            return page.complete();
        }

        private boolean channels() {
            int most = left;
            List<ChannelPath> page = state.channelsAfter(tree, after, most);
            for (ChannelPath channel : page) {
                left--;
                after = channel.text();
                journal.record(tree, whole.channel(channel));
            }
            return page.size() < most;
        }

        private <E extends Event.Carried> boolean all(List<E> page, Function<E, String> name) {
            int most = left;
            for (E one : page) {
                left--;
                after = name.apply(one);
                journal.record(tree, one);
            }
            return page.size() < most;
        }
    }
}
