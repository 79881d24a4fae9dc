package io.sluice.app;

import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.core.ChannelText;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.sdk.CommandHandle;
import io.sluice.sdk.FlowHandle;
import io.sluice.sdk.FlowId;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.sdk.SubmitException;
import io.sluice.sdk.VerdictTimeoutException;
import io.sluice.web.Commands;
import io.sluice.web.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Commands that come over HTTP, on their way to the log. */
final class LogCommands implements Commands {

    /** Reading the events, which verdicts need, is given up soon after nobody waits for one any more. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Longer than anybody may wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final SharedClient sending;
    private final SharedClient waiting;

    private LogCommands(SharedClient sending, SharedClient waiting) {
        this.sending = sending;
        this.waiting = waiting;
    }

    /**
     * @param settings of a Kafka client, with the brokers and security
     * @param formats how commands are written
     */
    static LogCommands over(Map<String, ?> settings, RecordFormats formats) {
        return new LogCommands(
                new SharedClient(() -> client(settings, formats, false), IDLE),
                new SharedClient(() -> client(settings, formats, true), IDLE));
    }

    private static JobClient client(Map<String, ?> settings, RecordFormats formats, boolean verdicts) {
        return JobClient.builder()
                .properties(Operator.IMPATIENT)
                .properties(settings)
                .formats(formats)
                .name("http")
                .verdicts(verdicts)
                .verdictTimeout(PATIENCE)
                .build();
    }

    @Override
    public Sent send(Order order, String by, Duration wait) {
        SharedClient clients = wait.isZero() ? sending : waiting;
        try {
            return clients.with(client -> send(client.as(by), order, wait));
        } catch (SubmitException | VerdictTimeoutException | SchemaRegistryException | IllegalStateException e) {
            throw new NotSentException(e.getMessage());
        } catch (KafkaException e) {
            throw new NotSentException("the brokers do not take commands: " + Reason.of(e));
        }
    }

    private static Sent send(JobClient client, Order order, Duration wait) {
        return switch (order) {
            case Order.Submit it -> submitted(client, it.job(), wait);
            case Order.SubmitFlow it -> submitted(client, flow(it.flow()), wait);
            case Order.PutSchedule it -> sent(client.putSchedule(schedule(it.schedule())), wait);
            case Order.Act it -> sent(client.act(SdkWords.job(it.job()), SdkWords.action(it.action())), wait);
            case Order.Sweep it ->
                sent(client.sweep(it.tree(), SdkWords.filter(it.filter()), SdkWords.action(it.action())), wait);
            case Order.CancelSweep it -> sent(client.cancelSweep(it.tree(), it.sweep()), wait);
            case Order.CancelFlow it -> sent(client.cancelFlow(SdkWords.flow(it.flow()), it.reason()), wait);
            case Order.RequeueFlow it -> sent(client.requeueFlow(SdkWords.flow(it.flow())), wait);
            case Order.Configure it -> sent(client.configure(it.tree(), checked(it.channels())), wait);
            case Order.Pause it -> sent(client.pause(it.tree(), it.channel(), it.reason()), wait);
            case Order.Resume it -> sent(client.resume(it.tree(), it.channel()), wait);
            case Order.PauseType it -> sent(client.pauseType(it.tree(), it.type(), it.reason()), wait);
            case Order.ResumeType it -> sent(client.resumeType(it.tree(), it.type()), wait);
            case Order.DeleteSchedule it -> sent(client.deleteSchedule(it.tree(), it.id()), wait);
            case Order.TriggerSchedule it -> sent(client.triggerSchedule(it.tree(), it.id()), wait);
            case Order.SwitchSchedule it -> sent(client.switchSchedule(it.tree(), it.id(), it.enabled()), wait);
            case Order.DropTree it -> sent(client.dropTree(it.tree(), it.reason()), wait);
        };
    }

    /** Read here as the scheduler will, so that what is wrong shows at once. */
    private static String checked(String channels) {
        ChannelText.parse(channels);
        return channels;
    }

    private static JobSchedule schedule(Fields fields) {
        JobSchedule schedule = ScheduleJson.read(fields);
        fields.nothingElse();
        return schedule;
    }

    private static Sent sent(CommandHandle handle, Duration wait) {
        return Sent.command(handle.id(), verdict(wait, handle::verdict));
    }

    private static Sent submitted(JobClient client, Fields fields, Duration wait) {
        JobRequest<RawValue> job = JobJson.submission(fields);
        fields.nothingElse();
        JobHandle handle = client.submit(job);
        return new Sent(
                handle.id().uuid(),
                Optional.of(handle.id().toString()),
                Optional.empty(),
                List.of(),
                verdict(wait, handle::admitted));
    }

    private static JobFlow flow(Fields fields) {
        String tree = fields.text("tree").orElse("main");
        JobFlow flow = FlowFile.read(fields.without("tree", "id", "by"), tree);
        return fields.text("id")
                .map(id -> flow.id(FlowId.parse(JobJson.named(id, tree))))
                .orElse(flow);
    }

    private static Sent submitted(JobClient client, JobFlow flow, Duration wait) {
        FlowHandle handle = client.submit(flow);
        return new Sent(
                handle.id().uuid(),
                Optional.empty(),
                Optional.of(handle.id().toString()),
                handle.jobs().stream().map(JobId::toString).toList(),
                verdict(wait, handle::admitted));
    }

    private static Optional<Verdict> verdict(Duration wait, Supplier<CompletableFuture<io.sluice.sdk.Verdict>> coming) {
        if (wait.isZero()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SdkWords.verdict(coming.get().get(wait.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException | ExecutionException e) {
            // It is on the log all the same.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        sending.close();
        waiting.close();
    }
}
