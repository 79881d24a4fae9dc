package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

class TestSluiceExtensionTest {

    private static final JobType<String> SAY = JobType.of("say", String.class);

    @ExtendWith(TestSluiceExtension.class)
    static class Injected {

        private TestSluice before;

        @BeforeEach
        void submit(TestSluice sluice, JobClient client) {
            before = sluice;
            client.submit(JobRequest.of(SAY, "before each"));
        }

        @Test
        void one(TestSluice sluice) {
            assertThat(sluice).isSameAs(before);
            sluice.submitted(SAY).once();
        }

        @Test
        void two(TestSluice sluice) {
            sluice.submitted(SAY).once();
        }
    }

    @ExtendWith(TestSluiceExtension.class)
    static class Constructed {

        private final TestSluice sluice;

        Constructed(TestSluice sluice, JobClient client) {
            this.sluice = sluice;
            client.submit(JobRequest.of(SAY, "constructed"));
        }

        @Test
        void one(TestSluice same) {
            assertThat(same).isSameAs(sluice);
            sluice.submitted(SAY).once();
        }

        @Test
        void two() {
            sluice.submitted(SAY).once();
        }
    }

    @ExtendWith(TestSluiceExtension.class)
    static class Shared {

        @BeforeAll
        static void all(TestSluice sluice) {
            sluice.assertNothingSubmitted();
        }

        @Test
        void one() {}
    }

    static class Registered {

        @RegisterExtension
        static final TestSluiceExtension SLUICE = TestSluiceExtension.with(
                sluice -> sluice.handlers(worker -> worker.handler(SAY, (text, job) -> "said " + text)));

        @Test
        void has_handlers(TestSluice sluice) {
            assertThat(sluice.run(JobRequest.of(SAY, "hello")).result()).contains("said hello");
        }
    }

    @ExtendWith(TestSluiceExtension.class)
    static class Failing {

        @Test
        void fails(TestSluice sluice, JobClient client) {
            client.submit(JobRequest.of(SAY, "hello"));
            throw new IllegalStateException("wrong");
        }
    }

    private static void runs(Class<?> tests, int succeeded, int failed) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .assertStatistics(each -> each.succeeded(succeeded).failed(failed));
    }

    @Test
    void each_test_has_a_fresh_one_that_its_lifecycle_methods_share() {
        runs(Injected.class, 2, 0);
    }

    @Test
    void an_object_of_the_test_class_has_its_tests_own() {
        runs(Constructed.class, 2, 0);
    }

    @Test
    void a_whole_class_has_none() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Shared.class))
                .execute()
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        finishedWithFailure(message(words ->
                                words.contains("belong to one test") && words.contains("TestSluice.create()"))));
    }

    @Test
    void a_field_sets_it_up() {
        runs(Registered.class, 1, 0);
    }

    @Test
    void a_test_that_fails_shows_the_jobs_that_were_there() {
        PrintStream stderr = System.err;
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
        try {
            runs(Failing.class, 0, 1);
        } finally {
            System.setErr(stderr);
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("fails(TestSluice, JobClient) failed. TestSluice at ")
                .contains(", 1 job:\n  say \"hello\", READY, channel root  [main:");
    }
}
