package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private final JobIds ids = new JobIds(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void an_id_is_a_uuid_of_version_7_and_tells_its_time() {
        UUID id = ids.next("main").uuid();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void ids_only_grow_also_within_a_millisecond_and_past_its_counter() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next("main").uuid().toString());
        }
        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSize(10_000);
    }

    @Test
    void a_derived_id_is_always_the_same() {
        JobId parent = JobId.parse("main:01963a1e-7a00-7abc-8def-0123456789ab");
        assertThat(JobIds.derived(parent, 0)).hasToString("main:01963a1e-7a00-7ed3-91b0-a67f50c1bc80");
        assertThat(JobIds.derived(parent, 0)).isEqualTo(JobIds.derived(parent, 0));
    }

    @Test
    void a_derived_id_has_its_parents_time_and_tree_and_differs_by_parent_and_number() {
        JobId parent = ids.next("acme");
        JobId child = JobIds.derived(parent, 7);
        assertThat(child.tree()).isEqualTo("acme");
        assertThat(child.uuid().version()).isEqualTo(7);
        assertThat(child.uuid().variant()).isEqualTo(2);
        assertThat(child.uuid().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(child).isNotEqualTo(JobIds.derived(parent, 8)).isNotEqualTo(JobIds.derived(ids.next("acme"), 7));
        assertThat(child.uuid())
                .isNotEqualTo(
                        JobIds.derived(new JobId("other", parent.uuid()), 7).uuid());
    }

    @Test
    void the_text_form_reads_back() {
        JobId id = ids.next("acme");
        assertThat(JobId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void what_is_no_id_is_refused_with_an_example() {
        for (String text : new String[] {"", "main", "main:", "main:1-2-3-4-5", "a b:" + UUID.randomUUID(), null}) {
            assertThatThrownBy(() -> JobId.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected tree:uuid");
        }
    }
}
