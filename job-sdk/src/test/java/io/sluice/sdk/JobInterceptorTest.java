package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Retry;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class JobInterceptorTest {

    private static final JobType<String> ECHO = JobType.of("echo", String.class);

    private final List<String> happened = new ArrayList<>();
    private final JobIds ids = new JobIds();

    private String echo(String payload, JobContext job) {
        happened.add("handler " + payload);
        job.submit(JobRequest.of(ECHO, "child"));
        if (payload.equals("busy")) {
            throw new RetryableJobException("busy");
        }
        return payload;
    }

    private BundledJob job(String json) {
        return BundledJob.newBuilder()
                .setId(UuidFormat.encode(ids.next("main").uuid()))
                .setRun(1)
                .setAttempt(1)
                .setPayload(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private List<Object> reports(WorkerBuilder worker, boolean sequential, String... payloads) {
        Bundle bundle = Bundle.newBuilder()
                .setTree("main")
                .setPartition(0)
                .setNumber(1)
                .setChannel("root")
                .setType("echo")
                .setReleasedAt(0)
                .setLeaseMs(15_000)
                .setSequential(sequential)
                .setJobs(List.of(payloads).stream().map(this::job).toList())
                .build();
        List<Object> reports = new ArrayList<>();
        LocalWorker.of(worker, Clock.systemUTC())
                .run(
                        RecordFormats.bundled().bundle().encode(bundle),
                        (tree, report) -> reports.add(
                                RecordFormats.bundled().report().decode(report).getBody()));
        return reports;
    }

    private Object end(WorkerBuilder worker, String payload) {
        List<Object> reports = reports(worker, false, payload);
        return ((Outcomes) reports.get(reports.size() - 1)).getOutcomes().get(0).getEnd();
    }

    private WorkerBuilder worker(JobInterceptor... around) {
        WorkerBuilder worker = Worker.builder().handler(ECHO, this::echo);
        for (JobInterceptor one : around) {
            worker.interceptor(one);
        }
        return worker;
    }

    private JobInterceptor noting(String name) {
        return (job, run) -> {
            happened.add(name + " in");
            try {
                return run.proceed();
            } finally {
                happened.add(name + " out");
            }
        };
    }

    @Test
    void the_first_one_given_is_the_outermost() {
        end(worker(noting("a"), noting("b")), "\"x\"");
        assertThat(happened).containsExactly("a in", "b in", "handler x", "b out", "a out");
    }

    @Test
    void one_that_does_not_go_on_ends_the_run_with_its_own_result() {
        Object end = end(worker((job, run) -> "skipped"), "\"x\"");
        assertThat(((Done) end).getResult()).isEqualTo("skipped");
        assertThat(happened).isEmpty();
    }

    @Test
    void what_one_throws_counts_as_thrown_by_the_handler() {
        assertThat(end(
                        worker((job, run) -> {
                            throw new RetryableJobException("no connection");
                        }),
                        "\"x\""))
                .isInstanceOf(Retry.class);
        JobInterceptor hides = (job, run) -> {
            try {
                return run.proceed();
            } catch (RetryableJobException e) {
                throw new IllegalStateException("wrapped", e);
            }
        };
        assertThat(end(worker(hides), "\"busy\"")).isInstanceOf(Failed.class);
    }

    @Test
    void a_payload_that_does_not_read_reaches_none() {
        assertThat(end(worker(noting("a")), "{}")).isInstanceOf(Failed.class);
        assertThat(happened).isEmpty();
    }

    @Test
    void going_on_a_second_time_is_refused() {
        JobInterceptor twice = (job, run) -> {
            run.proceed();
            return run.proceed();
        };
        Failed end = (Failed) end(worker(twice), "\"x\"");
        assertThat(end.getError().getMessage()).contains("proceed()").contains("once");
        assertThat(happened).containsExactly("handler x");
    }

    @Test
    void a_logging_context_names_the_job_and_leaves_what_was_there() {
        MDC.put("job", "mine");
        JobInterceptor looks = (job, run) -> {
            happened.add(String.valueOf(job.id().toString().equals(MDC.get("job"))));
            return run.proceed();
        };
        end(worker(new LoggingContext(), looks), "\"x\"");
        assertThat(happened).first().isEqualTo("true");
        assertThat(MDC.get("job")).isEqualTo("mine");
        assertThat(MDC.get("jobType")).isNull();
        MDC.clear();
    }

    @Test
    void a_bundle_in_order_stops_at_a_job_that_is_not_done() {
        List<Object> reports = reports(worker(), true, "\"a\"", "\"busy\"", "\"c\"");
        assertThat(happened).containsExactly("handler a", "handler busy");
        assertThat(reports)
                .extracting(Object::getClass)
                .containsExactly((Class) Claimed.class, (Class) Outcomes.class, (Class) Outcomes.class, (Class)
                        HandedBack.class);
    }

    @Test
    void a_bundle_without_order_goes_on() {
        reports(worker(), false, "\"a\"", "\"busy\"", "\"c\"");
        assertThat(happened).containsExactly("handler a", "handler busy", "handler c");
    }

    @Test
    void an_interrupt_that_a_handler_leaves_behind_does_not_reach_the_next_job() {
        WorkerBuilder worker = Worker.builder().handler(ECHO, (payload, job) -> {
            happened.add(payload + " " + Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            return null;
        });
        reports(worker, false, "\"a\"", "\"b\"");
        assertThat(happened).containsExactly("a false", "b false");
        assertThat(Thread.interrupted()).isFalse();
    }
}
