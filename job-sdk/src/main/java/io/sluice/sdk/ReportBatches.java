package io.sluice.sdk;

import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.JobError;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Retry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** An outcome, or the reason why a bundle is handed back, and who wants to know when the broker has it. */
    private record Entry(long bundle, Outcome outcome, String reason, Runnable confirmed) {}

    private final Map<String, Tree> trees = new ConcurrentHashMap<>();
    private final Sink sink;
    private final Timer timer;

    ReportBatches(Sink sink, Timer timer) {
        this.sink = sink;
        this.timer = timer;
    }

    void outcome(String tree, Outcome outcome, Runnable confirmed) {
        of(tree).add(new Entry(outcome.getBundle(), outcome, null, confirmed));
    }

    void handBack(Claim.Key bundle, String reason, Runnable confirmed) {
        of(bundle.tree()).add(new Entry(bundle.number(), null, reason, confirmed));
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
        private final List<Entry> waiting = new ArrayList<>();
        private final Queue<List<Entry>> failed = new ConcurrentLinkedQueue<>();
        private int bytes;
        private boolean windowOpen;
        private final AtomicBoolean pausing = new AtomicBoolean();

        Tree(String name) {
            this.name = name;
        }

        synchronized void add(Entry entry) {
            waiting.add(entry);
            bytes += size(entry);
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
            List<Entry> entries = new ArrayList<>();
            for (List<Entry> again = failed.poll(); again != null; again = failed.poll()) {
                entries.addAll(again);
            }
            entries.addAll(waiting);
            waiting.clear();
            bytes = 0;
            List<Entry> outcomes =
                    entries.stream().filter(entry -> entry.outcome != null).toList();
            if (!outcomes.isEmpty()) {
                send(
                        outcomes,
                        new Outcomes(outcomes.stream().map(Entry::outcome).toList()));
            }
            Map<String, List<Entry>> handedBack = new LinkedHashMap<>();
            entries.stream()
                    .filter(entry -> entry.outcome == null)
                    .forEach(entry -> handedBack
                            .computeIfAbsent(entry.reason, reason -> new ArrayList<>())
                            .add(entry));
            handedBack.forEach((reason, group) ->
                    send(group, new HandedBack(group.stream().map(Entry::bundle).toList(), reason)));
        }

        private void send(List<Entry> entries, Object body) {
            try {
                sink.send(name, body, error -> answered(entries, error));
            } catch (RuntimeException e) {
                answered(entries, e);
            }
        }

        private void answered(List<Entry> entries, Exception error) {
            if (error != null && sink.mayHeal(name, error)) {
                again(entries);
            } else {
                entries.forEach(entry -> entry.confirmed.run());
            }
        }

        /** Before what came later, and not at once. Called by the producer's own thread: it must not wait for a sender. */
        private void again(List<Entry> entries) {
            failed.add(entries);
            if (pausing.compareAndSet(false, true)) {
                timer.after(AGAIN_MS, this::pauseOver);
            }
        }

        private void pauseOver() {
            pausing.set(false);
            flush();
        }
    }

    private static int size(Entry entry) {
        if (entry.outcome == null) {
            return 100;
        }
        Object end = entry.outcome.getEnd();
        if (end instanceof Done done) {
            return 100 + (done.getResult() == null ? 0 : done.getResult().length());
        }
        if (end instanceof Failed failed) {
            return 100 + size(failed.getError());
        }
        return 100 + (end instanceof Retry retry ? size(retry.getError()) : 0);
    }

    private static int size(JobError error) {
        return error.getMessage().length() + error.getStackTrace().length();
    }
}
