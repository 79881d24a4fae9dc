package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.sdk.JobType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client whose jobs are in another tree than {@code main}. */
class ClientTreeTest {

    private static final JobType<String> SAY = JobType.of("say", String.class);

    private final TestSluice sluice =
            TestSluice.builder().client(client -> client.tree("acme")).build();
    private final JobClient client = sluice.client();

    @Test
    void what_names_no_tree_is_in_the_clients() {
        client.submit(JobRequest.of(SAY, "job"));
        client.submit(JobFlow.chain(JobRequest.of(SAY, "first"), JobRequest.of(SAY, "second")));
        client.putSchedule(JobSchedule.of("daily", "@daily", JobRequest.of(SAY, "scheduled")));
        sluice.advance(Duration.ofDays(1));

        sluice.submitted(SAY).inTree("acme").times(4);
        assertThat(sluice.jobs()).hasSize(4);
    }

    @Test
    void what_names_a_tree_is_in_that_one() {
        client.submit(JobRequest.of(SAY, "job").tree("other"));
        client.as("somebody").submit(JobRequest.of(SAY, "job"));

        sluice.submitted(SAY).inTree("other").once();
        sluice.submitted(SAY).inTree("acme").once();
    }
}
