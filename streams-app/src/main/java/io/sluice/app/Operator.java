package io.sluice.app;

import io.sluice.core.Event;
import io.sluice.sdk.CommandHandle;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.SubmitException;
import io.sluice.sdk.Verdict;
import io.sluice.sdk.VerdictTimeoutException;
import io.sluice.wire.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends an operator's commands through the log and waits for what the scheduler makes of them. */
final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A person waits at the prompt: an unreachable broker shall not take the two minutes that a service can wait. */
    static final Map<String, Object> IMPATIENT = Map.of(
            "max.block.ms", 10_000,
            "request.timeout.ms", 8_000,
            "delivery.timeout.ms", 12_000,
            "default.api.timeout.ms", 10_000);

    @Mixin
    private Brokers brokers;

    @Option(
            names = "--no-wait",
            description = "Do not wait for the scheduler's verdict: done as soon as the broker has it.")
    private boolean noWait;

    @Mixin
    private Screen screen;

    Screen screen() {
        return screen;
    }

    /** For what a command would do, without doing it. */
    ApiClient api() {
        return brokers.api();
    }

    /** Settings for another Kafka client of the same command. */
    Map<String, Object> clientSettings() {
        return brokers.clientSettings();
    }

    /** How that one reads and writes records. */
    Wire wire() {
        return brokers.wire();
    }

    boolean waits() {
        return !noWait;
    }

    /** Does something with a client that is closed afterwards; what goes wrong becomes one clear line. */
    <T> T with(Function<JobClient, T> action) {
        Map<String, Object> settings = brokers.clientSettings();
        try (JobClient client = JobClient.builder()
                .properties(IMPATIENT)
                .properties(settings)
                .formats(brokers.formats())
                .name("cli-" + System.getProperty("user.name", "somebody").replaceAll("[^A-Za-z0-9_-]", "_"))
                .verdicts(waits())
                .verdictTimeout(PATIENCE)
                .build()) {
            return action.apply(client);
        } catch (SubmitException | VerdictTimeoutException e) {
            throw CommandFailed.unreachable(e.getMessage());
        } catch (CompletionException e) {
            // One of many that were sent together.
            if (e.getCause() instanceof SubmitException notSent) {
                throw CommandFailed.unreachable(notSent.getMessage());
            }
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw CommandFailed.badUsage(wrong.getMessage());
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        } catch (KafkaException e) {
            throw CommandFailed.unreachable(
                    "cannot talk to Kafka at " + settings.get("bootstrap.servers") + ": " + Reason.of(e));
        }
    }

    /** Sends one command, waits if it shall, and says how it went. */
    int send(String done, Function<JobClient, CommandHandle> command) {
        return with(client -> {
            CommandHandle handle = command.apply(client);
            Verdict verdict = waits() ? await(handle.verdict()) : new Verdict.Accepted();
            checked(verdict);
            if (screen.isJson()) {
                screen.json(Map.of("command", handle.id().toString(), "verdict", waits() ? "accepted" : "sent"));
            } else {
                screen.out().println(waits() ? done : "sent: " + handle.id());
            }
            return ExitCode.OK;
        });
    }

    /**
     * Sends a command that is carried out in steps, and waits for the last one. Whoever interrupts the waiting does not
     * interrupt the sweep.
     *
     * @param done how to say what was done to a number of jobs, such as {@code cancelled}
     */
    int sweep(String tree, String done, Function<JobClient, CommandHandle> command) {
        if (!waits()) {
            return send("", command);
        }
        try (EventLog log = EventLog.open(brokers.clientSettings(), brokers.wire(), new EventLog.Start.Now())) {
            CommandHandle sent = with(client -> {
                CommandHandle handle = command.apply(client);
                checked(await(handle.verdict()));
                return handle;
            });
            screen.say("sweep " + sent.id() + " has begun; sluice cancel-sweep " + sent.id() + " --tree " + tree
                    + " ends it");
            return through(SweepWatch.follow(log, sent.id(), screen::say), done);
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot follow the sweep in the events: " + Reason.of(e));
        }
    }

    private int through(Event.SweepAdvanced last, String done) {
        boolean complete = last.end().equals("done");
        if (screen.isJson()) {
            screen.json(new SweepResult(last.sweep(), last.lookedAt(), last.changed(), complete));
        } else {
            screen.out()
                    .println(done + " " + last.changed() + (last.changed() == 1 ? " job" : " jobs") + " (looked at "
                            + last.lookedAt() + ")" + (complete ? "" : "; then somebody ended the sweep"));
        }
        return complete ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** How a sweep went, for programs. */
    private record SweepResult(UUID command, long lookedAt, long changed, boolean complete) {}

    private static void checked(Verdict verdict) {
        if (verdict instanceof Verdict.Rejected rejected) {
            throw CommandFailed.refused("refused (" + rejected.code() + "): " + rejected.reason());
        }
    }

    /** The verdict; a silent scheduler is a failure of its own kind. */
    static Verdict await(CompletableFuture<Verdict> verdict) {
        try {
            return verdict.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof VerdictTimeoutException silent) {
                throw CommandFailed.unreachable("the broker has the command, but no event says what became of it."
                        + " Either no scheduler runs: then it is carried out when one does. Or there was nothing to"
                        + " change, as when a job that is READY is requeued. (" + silent.getMessage() + ")");
            }
            throw e;
        }
    }
}
