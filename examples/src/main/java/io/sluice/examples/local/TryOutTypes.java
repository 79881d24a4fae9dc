package io.sluice.examples.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sdk.Fail;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.WorkerBuilder;
import java.time.Duration;

/** Job types to try things with. Each takes no payload as well. */
final class TryOutTypes {

    static final String NAMES = "echo, sleep, flaky, fail";

    private static final JobType<JsonNode> ECHO = JobType.of("echo", JsonNode.class);
    private static final JobType<Sleep> SLEEP = JobType.of("sleep", Sleep.class);
    private static final JobType<Flaky> FLAKY = JobType.of("flaky", Flaky.class);
    private static final JobType<Failing> FAIL = JobType.of("fail", Failing.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private TryOutTypes() {}

    private record Sleep(Long ms) {
        long duration() {
            return ms == null ? 1000 : ms;
        }
    }

    private record Flaky(Integer failures) {
        int times() {
            return failures == null ? 1 : failures;
        }
    }

    private record Failing(String message) {
        String reason() {
            return message == null ? "failed as asked" : message;
        }
    }

    static WorkerBuilder addTo(WorkerBuilder worker) {
        return worker.handler(ECHO, (payload, job) -> payload)
                .handler(SLEEP, TryOutTypes::sleep)
                .handler(FLAKY, TryOutTypes::fail)
                .handler(FAIL, TryOutTypes::fail);
    }

    private static Object sleep(Sleep payload, JobContext job) throws InterruptedException {
        long ms = payload == null ? new Sleep(null).duration() : payload.duration();
        if (ms < 0) {
            throw new Fail("cannot sleep for " + ms + " ms; expected {\"ms\": 1000}");
        }
        Thread.sleep(ms);
        return "slept for " + ms + " ms";
    }

    private static Object fail(Flaky payload, JobContext job) {
        int times = payload == null ? new Flaky(null).times() : payload.times();
        if (job.attempt() <= times) {
            throw new RetryableJobException("failed as asked, " + job.attempt() + " of " + times + " times")
                    .after(RETRY_AFTER);
        }
        return "succeeded at attempt " + job.attempt();
    }

    private static Object fail(Failing payload, JobContext job) {
        throw new Fail(payload == null ? new Failing(null).reason() : payload.reason());
    }
}
