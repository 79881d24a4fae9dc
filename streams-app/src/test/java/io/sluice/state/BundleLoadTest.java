package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many very short jobs through the rules in memory: what each costs does not depend on how many there are. */
class BundleLoadTest {

    private static final String TOPIC = "sluice.channel.root";
    private static final int OUTCOMES_AT_ONCE = 200;

    private final CountingStore store = new CountingStore(new InMemoryStore());
    private final Scheduler scheduler = new Scheduler(StoredState.open(store, 1), new Scheduler.Settings(0, 15_000));
    private final Deque<Effect.Dispatch> open = new ArrayDeque<>();
    private final long now = 1_000_000;
    private long bundles;

    /** What one job cost. */
    private record Cost(double operations, double records, double bytes, double bundles) {}

    private static Cost cost(int jobs) {
        return new BundleLoadTest().run(jobs);
    }

    private Cost run(int jobs) {
        handle(new Command.ConfigureFile("root:64"), "");
        handle(new Command.Heartbeat("w", 16, Set.of(TOPIC), Set.of("noop"), List.of(), false), "");
        store.reset();
        for (int i = 0; i < jobs; i++) {
            JobId id = new JobId("main", new UUID(0x0192_0000_0000_7000L, i));
            handle(
                    new Command.Submit(
                            Submission.of(id, "noop", "root", new Payload(new byte[200], "application/json"))),
                    "main");
        }
        int done = 0;
        while (!open.isEmpty()) {
            done += work(open.removeFirst());
        }
        assertThat(done).isEqualTo(jobs);
        double all = store.reads() + store.scannedFrom().size() + store.written();
        return new Cost(
                all / jobs, (double) store.written() / jobs, (double) store.bytes() / jobs, (double) bundles / jobs);
    }

    private int work(Effect.Dispatch bundle) {
        handle(new Command.Claimed("w", List.of(new Command.Claim(bundle.bundle(), false))), "main");
        List<Command.Outcome> outcomes = new ArrayList<>();
        for (Effect.DispatchedJob job : bundle.jobs()) {
            outcomes.add(new Command.Outcome(
                    bundle.bundle(), job.job().id(), job.run(), now, now, new Command.Done(Optional.empty())));
            if (outcomes.size() == OUTCOMES_AT_ONCE) {
                handle(new Command.Outcomes("w", List.copyOf(outcomes)), "main");
                outcomes.clear();
            }
        }
        if (!outcomes.isEmpty()) {
            handle(new Command.Outcomes("w", outcomes), "main");
        }
        return bundle.jobs().size();
    }

    private void handle(Command command, String tree) {
        take(scheduler.handle(command, new Cause(tree, Optional.empty(), "w"), now));
        Output output;
        do {
            output = scheduler.release(now, 256);
            take(output);
        } while (output.more());
    }

    private void take(Output output) {
        for (Effect effect : output.effects()) {
            if (effect instanceof Effect.Dispatch dispatch) {
                open.addLast(dispatch);
                bundles++;
            }
        }
    }

    @Test
    void a_hundred_thousand_jobs_cost_as_much_each_as_thirty_thousand() {
        Cost few = cost(30_000);
        Cost many = cost(100_000);

        assertThat(many.operations()).isLessThanOrEqualTo(1.05 * few.operations());
        assertThat(many.bytes()).isLessThanOrEqualTo(1.05 * few.bytes());
        assertThat(many.records())
                .as("CHANNEL and TREE with each submission on top")
                .isLessThan(6.2);
        assertThat(many.bundles()).isLessThan(0.01);
    }
}
