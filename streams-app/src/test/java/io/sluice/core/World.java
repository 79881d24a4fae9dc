package io.sluice.core;

import io.sluice.core.Command.Held;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A partition in memory, with a clock that is turned by hand: commands go in through the door, events and what was sent can
 * be looked at. Every command is followed by releasing, as the shell does. A lease check that was written comes back when
 * {@link #readBack} is called.
 */
final class World {

    static final String ROOT_TOPIC = "sluice.channel.root";
    static final long LEASE = 15_000;

    final InMemoryStore store = new InMemoryStore();
    final List<Recorded> events = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    final List<Command.LeaseCheck> checks = new ArrayList<>();
    StoredState state;
    Scheduler scheduler;
    long now = 1_000_000;

    World() {
        restart();
    }

    /** The instance goes away and another takes over what is stored. */
    void restart() {
        state = StoredState.open(store, 4);
        scheduler = new Scheduler(state, new Scheduler.Settings(0, LEASE));
    }

    // ---- commands

    World channels(String text) {
        return command("", new Command.ConfigureFile(text));
    }

    World command(String tree, Command command) {
        take(scheduler.handle(command, new Cause(tree, Optional.empty(), "test"), now));
        releaseAll();
        return this;
    }

    World command(Command command) {
        return command("main", command);
    }

    private void releaseAll() {
        Output output;
        do {
            output = scheduler.release(now, 2);
            take(output);
        } while (output.more());
    }

    private void take(Output output) {
        events.addAll(output.events());
        for (Effect effect : output.effects()) {
            effects.add(effect);
            if (effect instanceof Effect.WriteLeaseCheck write) {
                checks.add(write.check());
            }
        }
    }

    /** Lets time pass; timers fire when they are due. */
    World advance(long millis) {
        long until = now + millis;
        while (scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= until) {
            now = Math.max(now, scheduler.nextWakeup().getAsLong());
            take(scheduler.tick(now));
            releaseAll();
        }
        now = until;
        return this;
    }

    /** The lease checks that were written come back through the log. */
    World readBack() {
        List<Command.LeaseCheck> written = List.copyOf(checks);
        checks.clear();
        written.forEach(check -> command("", check));
        return this;
    }

    // ---- workers

    World worker(String id, int slots, String... types) {
        return beat(id, slots, Set.of(ROOT_TOPIC), types.length == 0 ? Set.of("t") : Set.of(types));
    }

    World beat(String id, int slots, Set<String> topics, Set<String> types, BundleId... held) {
        List<Held> all = new ArrayList<>();
        for (BundleId bundle : held) {
            all.add(new Held(0, bundle));
        }
        return command("", new Command.Heartbeat(id, slots, topics, types, all, false));
    }

    World claim(String worker, String... jobs) {
        for (String job : jobs) {
            command(new Command.Claimed(
                    worker, List.of(new Command.Claim(bundleOf(job).id(), false))));
        }
        return this;
    }

    World done(String worker, String job) {
        return end(worker, job, new Command.Done(Optional.empty()));
    }

    World end(String worker, String job, Command.End end) {
        return outcome(worker, bundleOf(job).id(), id(job), status(job).run(), end);
    }

    World outcome(String worker, BundleId bundle, JobId job, int run, Command.End end) {
        return command(new Command.Outcomes(worker, List.of(new Command.Outcome(bundle, job, run, now - 1, now, end))));
    }

    static Command.Retry retryable(String message) {
        return new Command.Retry(
                new Failure("java.io.IOException", message, ""), OptionalLong.empty(), Optional.empty());
    }

    static Command.Failed broken(String message) {
        return new Command.Failed(new Failure("java.lang.IllegalStateException", message, "trace"));
    }

    // ---- jobs

    /** The id behind a short name. */
    static JobId id(String name) {
        return new JobId("main", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    World submit(String... names) {
        for (String name : names) {
            submit(name, asked -> asked);
        }
        return this;
    }

    World submit(String name, UnaryOperator<Asked> how) {
        Asked asked = how.apply(new Asked(id(name)));
        return command(asked.id.tree(), new Command.Submit(asked.submission()));
    }

    JobStatus status(String name) {
        return state.status(id(name)).orElseThrow();
    }

    JobState stateOf(String name) {
        return status(name).state();
    }

    ActiveBundle bundleOf(String name) {
        return state.bundleOf(id(name)).orElseThrow();
    }

    /** Short names of the jobs that were released since the last call, in their order. */
    List<String> released(String... candidates) {
        List<String> names = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatch.jobs().forEach(job -> names.add(nameOf(job.job().id(), candidates)));
            }
        }
        effects.removeIf(Effect.Dispatch.class::isInstance);
        return names;
    }

    private static String nameOf(JobId id, String... candidates) {
        for (String name : candidates) {
            if (id(name).equals(id)) {
                return name;
            }
        }
        return id.toString();
    }

    <E extends Event> List<E> events(Class<E> type) {
        return events.stream()
                .map(Recorded::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    Event lastEvent() {
        return events.getLast().event();
    }

    /** A submission that is being made up. */
    static final class Asked {
        private JobId id;
        private String type = "t";
        private String channel = "";
        private int priority = 10;
        private OptionalLong eta = OptionalLong.empty();
        private OptionalInt maxAttempts = OptionalInt.empty();
        private Optional<RetryPolicy> retry = Optional.empty();

        Asked(JobId id) {
            this.id = id;
        }

        Asked tree(String tree) {
            id = new JobId(tree, id.uuid());
            return this;
        }

        Asked type(String name) {
            type = name;
            return this;
        }

        Asked channel(String path) {
            channel = path;
            return this;
        }

        Asked priority(int value) {
            priority = value;
            return this;
        }

        Asked eta(long at) {
            eta = OptionalLong.of(at);
            return this;
        }

        Asked maxAttempts(int most) {
            maxAttempts = OptionalInt.of(most);
            return this;
        }

        Asked retry(RetryPolicy policy) {
            retry = Optional.of(policy);
            return this;
        }

        Submission submission() {
            Payload payload = new Payload("{}".getBytes(StandardCharsets.UTF_8), "application/json");
            return new Submission(id, type, channel, payload, priority, eta, maxAttempts, retry, "", Map.of(), 0);
        }
    }
}
