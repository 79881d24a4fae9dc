package io.sluice.log;

import static io.sluice.log.Tape.done;
import static io.sluice.log.Tape.failed;
import static io.sluice.log.Tape.job;
import static io.sluice.log.Tape.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.log.EndedQuery.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Semantics §12: lists of what has ended, out of the events. */
class EndedTest {

    private final Tape tape = new Tape();

    EndedTest() {
        for (int i = 1; i <= 9; i++) {
            tape.then(submitted(job(i)));
        }
        for (int i = 1; i <= 9; i++) {
            tape.then(i % 3 == 0 ? failed(job(i)) : done(job(i)));
        }
    }

    private static EndedQuery query(long from, long to, Set<JobState> ends, Optional<Place> after, int limit) {
        return new EndedQuery(
                EndedQuery.which(Tape.TREE, from, to, ends, Optional.empty(), Optional.empty(), Optional.empty()),
                after,
                limit);
    }

    private static JobId[] ids(int... numbers) {
        return Arrays.stream(numbers).mapToObj(Tape::job).toArray(JobId[]::new);
    }

    private Ended read(EndedQuery query, Watch watch) {
        return Ended.read(tape, query, watch);
    }

    @Test
    void the_first_to_end_comes_first_and_pages_follow_without_gap_or_double() {
        List<Ended.Job> all = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        int pages = 0;
        do {
            Ended page = read(query(0, Long.MAX_VALUE, Set.of(), after, 2), Watch.NOBODY);
            assertThat(page.jobs()).hasSizeLessThanOrEqualTo(2);
            all.addAll(page.jobs());
            after = page.next().map(Place::text).map(Place::parse);
            pages++;
        } while (after.isPresent());

        assertThat(all).extracting(Ended.Job::id).containsExactly(ids(1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(pages).isEqualTo(5);
    }

    @Test
    void the_window_and_the_states_hold() {
        long from = Tape.time(12);
        long to = Tape.time(16);

        assertThat(read(query(from, to, Set.of(JobState.FAILED), Optional.empty(), 10), Watch.NOBODY)
                        .jobs())
                .extracting(Ended.Job::id)
                .containsExactly(ids(3, 6));
        assertThat(read(query(from, to, Set.of(JobState.CANCELLED), Optional.empty(), 10), Watch.NOBODY))
                .isEqualTo(new Ended(List.of(), Optional.empty()));
    }

    @Test
    void a_page_that_was_stopped_says_where_to_go_on_even_if_it_is_empty() {
        Ended page = read(query(0, Long.MAX_VALUE, Set.of(), Optional.empty(), 10), share -> false);

        assertThat(page.jobs()).isEmpty();
        Ended rest = read(query(0, Long.MAX_VALUE, Set.of(), page.next(), 10), Watch.NOBODY);
        assertThat(rest.jobs()).hasSize(9);
    }

    @Test
    void what_has_not_ended_is_no_end() {
        assertThatThrownBy(() -> query(0, 5, Set.of(JobState.READY), Optional.empty(), 10))
                .hasMessageContaining("FAILED, CANCELLED and DONE");
        assertThatThrownBy(() -> Place.parse("7")).hasMessageContaining("no place in a history");
    }
}
