package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.core.JobState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three books are kept of the same jobs: the events, the query API, and what the workers' handlers wrote down. They must agree. */
final class Books {

    private Books() {}

    /** Waits until so many jobs of the trees have ended. */
    static void awaitEnds(History history, List<String> trees, long jobs, Duration patience) {
        await("the end of " + jobs + " jobs")
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(history.readOn().count(trees, JobState::isEnded))
                        .as("ended jobs; others: %s", unfinished(history, trees))
                        .isEqualTo(jobs));
    }

    private static String unfinished(History history, List<String> trees) {
        return trees.stream()
                .map(tree -> tree + " " + history.tree(tree).counts())
                .collect(Collectors.joining(", "));
    }

    /** Every job is DONE and was so once, nobody holds a seat, no run was executed twice, and the books say the same. */
    static void areClosed(History history, Api api, List<String> trees, Collection<WorkerProcess> workers) {
        assertThat(history.readOn().faults()).isEmpty();
        for (String tree : trees) {
            Counts told = history.tree(tree).counts();
            assertThat(told.done())
                    .as("jobs done in %s", tree)
                    .isEqualTo(history.tree(tree).count(state -> true));
            assertThat(told.seats()).as("open bundles of %s", tree).isZero();
            await("the query API on " + tree)
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> assertThat(Counts.of(api.channels(tree))).isEqualTo(told));
        }
        ranOnce(workers);
    }

    /** No run of a job was begun by two handlers. */
    static void ranOnce(Collection<WorkerProcess> workers) {
        Map<String, Long> starts = workers.stream()
                .flatMap(worker -> worker.notes().stream())
                .filter(note -> note.what().equals("start"))
                .map(note -> note.job() + " run " + note.run())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(starts).isNotEmpty();
        assertThat(starts.entrySet().stream().filter(run -> run.getValue() > 1)).isEmpty();
    }
}
