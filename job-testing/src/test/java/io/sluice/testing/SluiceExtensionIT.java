package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Verdict;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SluiceExtensionIT {

    private static final JobType<String> SAY = JobType.of("say", String.class);

    /** Of all tests of this class. */
    private static final Set<String> TREES = ConcurrentHashMap.newKeySet();

    private static final Set<String> BROKERS = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    final SluiceExtension sluice = SluiceExtension.withChannels("root:4,root.one:1");

    private final List<String> said = new CopyOnWriteArrayList<>();

    private void isAlone() {
        assertThat(TREES.add(sluice.tree())).isTrue();
        BROKERS.add(sluice.bootstrapServers());
        assertThat(BROKERS).hasSize(1);
    }

    @Test
    void a_job_runs_on_a_real_worker_and_its_result_comes_back(JobClient client) throws Exception {
        isAlone();
        sluice.worker(worker -> worker.slots(2).handler(SAY, (text, job) -> "said " + text));

        JobHandle handle = client.submit(JobRequest.of(SAY, "hello"));

        assertThat(handle.result(String.class).get(30, TimeUnit.SECONDS)).isEqualTo("said hello");
        assertThat(handle.id().tree()).isEqualTo(sluice.tree());
    }

    @Test
    void channels_are_those_of_the_test(JobClient client) throws Exception {
        isAlone();
        sluice.worker(worker -> worker.slots(4).handler(SAY, (text, job) -> said.add(text)));
        List<JobHandle> handles = client.submitAll(List.of(
                        JobRequest.of(SAY, "1").channel("root.one"),
                        JobRequest.of(SAY, "2").channel("root.one"),
                        JobRequest.of(SAY, "3").channel("root.one")))
                .get(30, TimeUnit.SECONDS);
        for (JobHandle handle : handles) {
            handle.result().get(30, TimeUnit.SECONDS);
        }

        assertThat(said).containsExactly("1", "2", "3");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(sluice.url().resolve("/v1/channels?tree=" + sluice.tree()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("root.one");
    }

    @Test
    void what_a_test_leaves_behind_is_not_there_for_others(JobClient client, SluiceExtension same) throws Exception {
        isAlone();
        assertThat(same).isSameAs(sluice);

        assertThat(client.submit(JobRequest.of(SAY, "nobody runs it"))
                        .admitted()
                        .get(30, TimeUnit.SECONDS))
                .isEqualTo(new Verdict.Accepted());
    }
}
