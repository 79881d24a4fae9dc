package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Control;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Stop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes wrong in a worker is said, and says what to do. */
class WhatGoesWrongTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final Rig rig = new Rig(this::handle, HandlerOptions.defaults());
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("io.sluice.sdk");

    private Object handle(String payload, JobContext job) throws Exception {
        switch (payload) {
            case "memory" -> throw new OutOfMemoryError("Java heap space");
            case "class" -> throw new NoClassDefFoundError("com/acme/Mail");
            case "stack" -> deeper(0);
            case "large" -> {
                return "x".repeat(70_000);
            }
            case "wordy" -> {
                job.log("x".repeat(100_000));
                throw new IllegalStateException("y".repeat(100_000));
            }
            case "deaf" -> deaf();
            default -> {}
        }
        return payload;
    }

    private static int deeper(int depth) {
        return depth < 0 ? 0 : deeper(depth + 1) + 1;
    }

    private void deaf() {
        while (go.getCount() > 0) {
            try {
                go.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    @BeforeEach
    void listen() {
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stop() {
        go.countDown();
        rig.close();
        root.detachAppender(logged);
    }

    private List<String> log() {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Failed failure(int outcome) {
        return (Failed) rig.outcomes().get(outcome).getEnd();
    }

    @Test
    void a_type_without_a_handler_is_handed_back_and_the_log_names_it_and_the_handlers_there_are() {
        rig.run(rig.builder(1, "a").setType("mail").build());
        await().until(() -> rig.handedBack().size() == 1);
        assertThat(rig.handedBack()).containsExactly(new HandedBack(List.of(1L), "UNKNOWN_TYPE", List.of()));
        assertThat(log())
                .anySatisfy(line -> assertThat(line)
                        .contains("bundle main/1")
                        .contains("no handler for job type mail")
                        .contains("[echo]")
                        .contains("Add one"));
    }

    @Test
    void a_payload_that_does_not_read_fails_the_job_with_its_start_and_what_was_expected() {
        BundledJob job = rig.job("a")
                .setPayload(ByteBuffer.wrap("{\"invoice\":42}".getBytes(StandardCharsets.UTF_8)))
                .build();
        rig.run(rig.builder(1).setJobs(List.of(job)).build());
        rig.awaitNothingInHand();
        assertThat(failure(0).getError().getMessage())
                .contains("cannot be read as java.lang.String")
                .contains("Requeue the job when")
                .endsWith("It starts with: {\"invoice\":42}");
        assertThat(rig.ran).isEmpty();
        assertThat(rig.ends).extracting(RunEnd::how).containsExactly(RunEnd.How.FAILED);
        assertThat(rig.ends.get(0).thrown()).isPresent();
    }

    @Test
    void an_error_of_the_jvm_fails_its_job_and_the_worker_lives_on() {
        rig.run(rig.bundle(1, "memory", "class", "stack", "a"));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes()).hasSize(4);
        assertThat(failure(0).getError().getType()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(failure(0).getError().getMessage()).isEqualTo("Java heap space");
        assertThat(failure(1).getError().getType()).isEqualTo("java.lang.NoClassDefFoundError");
        assertThat(failure(2).getError().getType()).isEqualTo("java.lang.StackOverflowError");
        assertThat(rig.outcomes().get(3).getEnd()).isEqualTo(new Done("a", List.of()));
    }

    @Test
    void a_result_that_is_too_large_fails_the_job_and_says_where_to_put_it() {
        rig.run(rig.bundle(1, "large"));
        rig.awaitNothingInHand();
        assertThat(failure(0).getError().getType()).isEqualTo("ResultTooLarge");
        assertThat(failure(0).getError().getMessage()).contains("70000 bytes").contains("Store it elsewhere");
    }

    @Test
    void a_log_and_an_error_that_are_too_large_are_cut_and_say_so() {
        rig.run(rig.bundle(1, "wordy"));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes().get(0).getLog())
                .hasSizeLessThanOrEqualTo(32 * 1024)
                .endsWith("(cut)");
        assertThat(failure(0).getError().getMessage())
                .hasSizeLessThanOrEqualTo(8 * 1024)
                .endsWith("(cut)");
        assertThat(failure(0).getError().getStackTrace()).endsWith("(cut at 32 KiB)");
    }

    @Test
    void a_handler_that_ignores_its_interrupt_is_named_in_the_log() {
        Bundle bundle = rig.bundle(1, "deaf");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
        rig.watch.pass(1_000);
        assertThat(log())
                .anySatisfy(
                        line -> assertThat(line).contains("run 1 of job main:").contains("interrupted"));
    }
}
