package io.sluice.simulate;

import static io.sluice.simulate.Simulated.brief;
import static io.sluice.simulate.Simulated.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.StateView;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.lang.reflect.Proxy;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What workers do by themselves: what section 9 of the contract says of them. */
class CrewTest {

    private static final List<String> BUNDLE_OF_B_AND_C = List.of(
            "{\"submit\":{\"id\":\"a\"}}",
            "{\"done\":\"a\"}",
            "{\"pause\":\"root\"}",
            "{\"submit\":{\"id\":\"b\"}}",
            "{\"submit\":{\"id\":\"c\"}}",
            "{\"resume\":\"root\"}");

    private static String[] bundled(String channels, String... then) {
        List<String> script = new ArrayList<>(List.of("{\"bundles\":true}", "{\"channels\":\"" + channels + "\"}"));
        script.addAll(BUNDLE_OF_B_AND_C);
        script.addAll(List.of(then));
        return script.toArray(String[]::new);
    }

    // ---- times

    @Test
    void an_outcome_tells_the_start_that_its_worker_was_told() {
        assertThat(run("{\"submit\":{\"id\":\"a\"}}", "{\"at\":7,\"done\":\"a\"}"))
                .last()
                .asString()
                .contains("\"startedAt\":0,\"finishedAt\":7");
        assertThat(run("{\"at\":3,\"submit\":{\"id\":\"a\"}}", "{\"at\":7,\"fail\":\"a\"}"))
                .last()
                .asString()
                .contains("\"startedAt\":3,\"finishedAt\":7");
    }

    @Test
    void what_was_started_once_does_not_expire() {
        assertThat(brief(
                        List.of("JobStarted", "JobCancelled"),
                        "{\"submit\":{\"id\":\"a\",\"expires\":100}}",
                        "{\"at\":5,\"snooze\":\"a\",\"after\":\"1s\"}",
                        "{\"at\":5000,\"advance\":true}"))
                .containsExactly("0 JobStarted a", "1005 JobStarted a");
    }

    @Test
    void every_job_is_released_alone_unless_the_script_says_otherwise() {
        List<String> script = new ArrayList<>(BUNDLE_OF_B_AND_C);
        assertThat(run(script.toArray(String[]::new)))
                .filteredOn(event -> event.contains("BundleClaimed"))
                .hasSize(3);
    }

    // ---- bundles

    @Test
    void the_rest_of_a_sequential_bundle_is_handed_back_after_a_failure() {
        assertThat(brief(
                        List.of("JobFailed", "JobHandedBack", "JobRequeued", "JobReleased", "JobDone"),
                        bundled(
                                "root:1:sequential",
                                "{\"at\":5,\"fail\":\"b\"}",
                                "{\"at\":6,\"requeue\":\"b\"}",
                                "{\"at\":7,\"done\":\"b\"}",
                                "{\"at\":8,\"done\":\"c\"}",
                                "{\"at\":60000,\"advance\":true}")))
                .containsSubsequence(
                        "0 JobReleased b",
                        "0 JobReleased c",
                        "5 JobFailed b",
                        "5 JobHandedBack c",
                        "6 JobRequeued b",
                        "6 JobReleased b",
                        "6 JobReleased c",
                        "7 JobDone b",
                        "8 JobDone c");
    }

    @Test
    void a_member_that_is_cancelled_meanwhile_is_dropped_unstarted() {
        assertThat(brief(
                        List.of("JobCancelled", "JobDone", "JobStarted"),
                        bundled(
                                "root:1",
                                "{\"at\":3,\"submit\":{\"id\":\"d\"}}",
                                "{\"at\":5,\"cancel\":\"c\"}",
                                "{\"at\":6,\"done\":\"b\"}")))
                .containsExactly(
                        "0 JobStarted a",
                        "0 JobDone a",
                        "0 JobStarted b",
                        "5 JobCancelled c",
                        "6 JobDone b",
                        "6 JobStarted d");
    }

    @Test
    void behind_a_job_that_runs_long_nobody_waits() {
        assertThat(brief(List.of("JobHandedBack"), bundled("root:1", "{\"at\":1000,\"advance\":true}")))
                .containsExactly("200 JobHandedBack c");
    }

    @Test
    void a_worker_that_stops_hands_back_what_it_has_not_started() {
        assertThat(brief(List.of("JobHandedBack"), bundled("root:1", "{\"at\":9,\"workers\":[]}")))
                .containsExactly("9 JobHandedBack c");
        assertThat(brief(
                        List.of("JobHandedBack"),
                        bundled("root:1", "{\"at\":9,\"heartbeat\":\"simulated\",\"stopping\":true}")))
                .containsExactly("9 JobHandedBack c");
    }

    @Test
    void single_jobs_of_a_bundle_can_be_handed_back_by_a_line() {
        String[] listed = bundled(
                "root:1",
                "{\"at\":1,\"claim\":\"b\",\"worker\":\"w1\"}",
                "{\"at\":2,\"handBack\":[\"c\"],\"worker\":\"w1\"}");
        assertThat(brief(List.of("JobHandedBack"), listed)).containsExactly("2 JobHandedBack c");
        assertThat(run(bundled(
                        "root:1",
                        "{\"at\":1,\"claim\":\"b\",\"worker\":\"w1\"}",
                        "{\"at\":2,\"handBack\":{\"bundles\":[],\"jobs\":[{\"bundle\":10,\"job\":\"c\",\"run\":1}],"
                                + "\"reason\":\"stop\"},\"worker\":\"w1\"}")))
                .isEqualTo(run(listed));
    }

    // ---- what a worker runs

    @Test
    void a_worker_without_types_runs_every_type_also_when_it_beats_by_lines() {
        assertThat(brief(
                        List.of("JobStarted"),
                        "{\"channels\":\"root:*:on-failure=tell,x:*:topic\"}",
                        "{\"workers\":[{\"id\":\"w1\",\"slots\":9}]}",
                        "{\"heartbeat\":\"w1\"}",
                        "{\"submit\":{\"id\":\"a\",\"type\":\"new\",\"channel\":\"x\"}}",
                        "{\"at\":1,\"fail\":\"a\"}"))
                .containsExactly("0 JobStarted a", "1 JobStarted a@failed1");
    }

    @Test
    void a_worker_that_says_it_stops_claims_no_more() {
        assertThat(brief(
                        List.of("JobStarted"),
                        "{\"workers\":[{\"id\":\"w1\",\"slots\":9}]}",
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"heartbeat\":\"w1\",\"stopping\":true}",
                        "{\"submit\":{\"id\":\"b\"}}",
                        "{\"at\":2,\"heartbeat\":\"w1\"}"))
                .containsExactly("0 JobStarted a", "2 JobStarted b");
    }

    @Test
    void a_claim_that_comes_too_late_is_answered() {
        assertThat(run(
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"at\":1,\"done\":\"a\"}",
                        "{\"at\":2,\"claim\":\"a\",\"worker\":\"w1\"}"))
                .last()
                .isEqualTo("{\"at\":2,\"effect\":\"TellConfirmed\",\"worker\":\"w1\",\"bundle\":\"main#2\",\"refusal\":"
                        + "\"bundle main#2 is not open any more: it was lost, cancelled or done\"}");
    }

    // ---- cost

    @Test
    void a_heartbeat_lists_what_is_held_only_when_it_is_due() {
        AtomicInteger lists = new AtomicInteger();
        Crew crew =
                new Crew(counting(StoredState.open(new InMemoryStore(), 1), lists), new Past(), new Known(), Set.of());
        assertThat(crew.beats(0)).hasSize(1);
        assertThat(lists).hasValue(1);
        for (int i = 0; i < 100; i++) {
            assertThat(crew.beats(i)).isEmpty();
        }
        assertThat(lists).hasValue(1);
        assertThat(crew.beats(3_000)).hasSize(1);
    }

    private static StateView counting(StateView state, AtomicInteger lists) {
        return (StateView) Proxy.newProxyInstance(
                CrewTest.class.getClassLoader(), new Class<?>[] {StateView.class}, (proxy, method, arguments) -> {
                    Object value = method.invoke(state, arguments);
                    return method.getName().equals("claimedBy") ? counted((Collection<?>) value, lists) : value;
                });
    }

    private static Collection<?> counted(Collection<?> bundles, AtomicInteger lists) {
        return new AbstractCollection<Object>() {
            @Override
            public Iterator<Object> iterator() {
                lists.incrementAndGet();
                return new ArrayList<Object>(bundles).iterator();
            }

            @Override
            public int size() {
                return bundles.size();
            }
        };
    }
}
