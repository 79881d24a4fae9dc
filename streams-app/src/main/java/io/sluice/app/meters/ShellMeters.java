package io.sluice.app.meters;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.streams.ShellCounts;
import io.sluice.streams.ShellCounts.Snapshot;
import java.util.function.ToDoubleFunction;

/** Shows what the shell counts. */
final class ShellMeters {

    private final MeterRegistry registry;
    private final ShellCounts counts;

    private ShellMeters(MeterRegistry registry, ShellCounts counts) {
        this.registry = registry;
        this.counts = counts;
    }

    static void show(MeterRegistry registry, ShellCounts counts) {
        ShellMeters meters = new ShellMeters(registry, counts);
        meters.counter("sluice.dead.letters", "Records put aside on sluice.dead-letters", Snapshot::deadLetters);
        meters.counter("sluice.forwarded", "Records sent on to the partition of their tree", Snapshot::forwarded);
        meters.bugs("command", Snapshot::ruleFailures);
        meters.bugs("release", Snapshot::releaseFailures);
        meters.bugs("timer", Snapshot::timerFailures);
        meters.bugs("listener", Snapshot::listenerFailures);
        meters.counter("sluice.commits.asked", "Commits that the scheduler asked for", Snapshot::commits);
        meters.counter("sluice.ticks", "Ticks written because something was due", Snapshot::ticks);
        meters.counter("sluice.producers.fenced", "Producers of vanished instances that were ended", Snapshot::fenced);
        meters.counter(
                "sluice.hanging.transactions.ended",
                "Transactions that their coordinator had forgotten and that were ended",
                Snapshot::hangingEnded);
        meters.counter(
                "sluice.threads.replaced", "Stream threads that died and were replaced", Snapshot::threadsReplaced);
    }

    private void bugs(String where, ToDoubleFunction<Snapshot> value) {
        counter(
                "sluice.bugs",
                Tags.of("where", where),
                "Times that a command, a release, a timer or a listener threw",
                value);
    }

    private void counter(String name, String help, ToDoubleFunction<Snapshot> value) {
        counter(name, Tags.empty(), help, value);
    }

    private void counter(String name, Tags tags, String help, ToDoubleFunction<Snapshot> value) {
        FunctionCounter.builder(name, counts, each -> value.applyAsDouble(each.snapshot()))
                .tags(tags)
                .description(help)
                .register(registry);
    }
}
