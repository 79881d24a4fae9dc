package io.sluice.sdk;

import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Outcome;
import io.sluice.sdk.PendingReport.BundleBack;
import io.sluice.sdk.PendingReport.Ended;
import io.sluice.sdk.PendingReport.JobsBack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Outcomes and hand-backs on their way, in order within a tree: the first goes at once, those that follow within a few
 * milliseconds go together.
 */
final class ReportBatches {

    static final long WINDOW_MS = 3;
    static final long AGAIN_MS = 500;
    static final int MAX_REPORTS = 512;
    static final int MAX_BYTES = 512 * 1024;

    /**
     * Single jobs first: the scheduler expects an outcome of the first job that it knows to be left. Bundles last: what has no
     * outcome by then goes back.
     */
    private static final List<Class<? extends PendingReport>> ORDER =
            List.of(JobsBack.class, Ended.class, BundleBack.class);

    /** Where batches go. The answer may come on any thread, also before the call returns. */
    interface Sink {
        /**
         * Sends one report; what it throws counts as an answer.
         *
         * @param answer gets null, or what went wrong
         */
        void send(String tree, Object body, java.util.function.Consumer<Exception> answer);

        /** Whether sending it again may help; says so loudly. */
        boolean mayHeal(String tree, Exception error);
    }

    private final Map<String, Tree> trees = new ConcurrentHashMap<>();
    private final Sink sink;
    private final Timer timer;

    ReportBatches(Sink sink, Timer timer) {
        this.sink = sink;
        this.timer = timer;
    }

    void outcome(String tree, Outcome outcome, Runnable confirmed) {
        of(tree).add(new Ended(outcome, confirmed));
    }

    void handBack(Claim.Key bundle, String reason, Runnable confirmed) {
        of(bundle.tree()).add(new BundleBack(bundle.number(), reason, confirmed));
    }

    void handBackJobs(Claim.Key bundle, List<BundledRun> jobs, String reason, Runnable confirmed) {
        of(bundle.tree()).add(new JobsBack(jobs, reason, confirmed));
    }

    /** Sends what waits, without waiting for the end of its window. */
    void flush() {
        trees.values().forEach(Tree::flush);
    }

    private Tree of(String name) {
        return trees.computeIfAbsent(name, Tree::new);
    }

    /** What waits for one tree. Sending happens under its monitor, which keeps the order. */
    private final class Tree {
        private final String name;
        private final List<PendingReport> waiting = new ArrayList<>();
        private final Queue<List<PendingReport>> failed = new ConcurrentLinkedQueue<>();
        private int bytes;
        private boolean windowOpen;
        private final AtomicBoolean pausing = new AtomicBoolean();

        Tree(String name) {
            this.name = name;
        }

        synchronized void add(PendingReport report) {
            waiting.add(report);
            bytes += report.size();
            if (waiting.size() >= MAX_REPORTS || bytes >= MAX_BYTES) {
                flush();
            } else if (!windowOpen && !pausing.get()) {
                openWindow(WINDOW_MS);
                flush();
            }
        }

        private void openWindow(long millis) {
            windowOpen = true;
            timer.after(millis, this::windowOver);
        }

        private synchronized void windowOver() {
            windowOpen = false;
            if (!waiting.isEmpty() && !pausing.get()) {
                openWindow(WINDOW_MS);
                flush();
            }
        }

        private synchronized void flush() {
            List<PendingReport> reports = new ArrayList<>();
            for (List<PendingReport> again = failed.poll(); again != null; again = failed.poll()) {
                reports.addAll(again);
            }
            reports.addAll(waiting);
            waiting.clear();
            bytes = 0;
            for (List<PendingReport> group : groups(reports)) {
                // What follows must not overtake what could not be sent.
                if (failed.isEmpty()) {
                    send(group);
                } else {
                    failed.add(group);
                }
            }
        }

        private void send(List<PendingReport> reports) {
            try {
                sink.send(name, reports.get(0).together(reports), error -> answered(reports, error));
            } catch (RuntimeException e) {
                answered(reports, e);
            }
        }

        private void answered(List<PendingReport> reports, Exception error) {
            if (error == null) {
                reports.forEach(report -> report.confirmed().run());
            } else if (sink.mayHeal(name, error)) {
                again(reports);
            } else {
                // This may be the producer's own thread, which must not wait for the producer.
                timer.after(0, () -> shorten(reports));
            }
        }

        /** Each for itself, and one that cannot be sent so either, in fewer words; else it is given up. */
        private synchronized void shorten(List<PendingReport> reports) {
            if (reports.size() > 1) {
                reports.forEach(report -> send(List.of(report)));
                return;
            }
            Optional<PendingReport> shorter = reports.get(0).shorter();
            shorter.ifPresentOrElse(
                    report -> send(List.of(report)),
                    () -> reports.get(0).confirmed().run());
        }

        /** Before what came later, and not at once. Called by the producer's own thread: it must not wait for a sender. */
        private void again(List<PendingReport> reports) {
            failed.add(reports);
            if (pausing.compareAndSet(false, true)) {
                timer.after(AGAIN_MS, this::pauseOver);
            }
        }

        private void pauseOver() {
            pausing.set(false);
            flush();
        }
    }

    private static List<List<PendingReport>> groups(List<PendingReport> reports) {
        List<List<PendingReport>> groups = new ArrayList<>();
        for (Class<? extends PendingReport> kind : ORDER) {
            Map<String, List<PendingReport>> byReason = new LinkedHashMap<>();
            reports.stream()
                    .filter(kind::isInstance)
                    .forEach(report -> byReason.computeIfAbsent(report.reason(), reason -> new ArrayList<>())
                            .add(report));
            byReason.values().forEach(group -> split(group, groups));
        }
        return groups;
    }

    /** What came together during an outage may be too much for one record. */
    private static void split(List<PendingReport> group, List<List<PendingReport>> parts) {
        List<PendingReport> part = new ArrayList<>();
        int bytes = 0;
        for (PendingReport report : group) {
            if (!part.isEmpty() && (part.size() == MAX_REPORTS || bytes + report.size() > MAX_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(report);
            bytes += report.size();
        }
        parts.add(part);
    }
}
