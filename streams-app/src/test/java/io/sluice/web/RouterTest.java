package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobId;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final PartitionInMemory first = new PartitionInMemory(0);
    private final PartitionInMemory second = new PartitionInMemory(1);
    private final InstancesByHand one = new InstancesByHand().owns(0, first, "main");
    private final InstancesByHand two = new InstancesByHand().owns(1, second, "acme");
    private final HttpApi apiOne = HttpApi.start("127.0.0.1", 0, one);
    private final HttpApi apiTwo = HttpApi.start("127.0.0.1", 0, two);

    @BeforeEach
    void introduce() {
        one.knows("127.0.0.1:" + apiTwo.port(), "acme");
        two.knows("127.0.0.1:" + apiOne.port(), "main");
    }

    @AfterEach
    void close() {
        apiOne.close();
        apiTwo.close();
    }

    @Test
    void a_question_about_a_tree_is_answered_by_its_owner_whoever_is_asked() {
        JobId job = second.submit("acme", "root.shop");

        Asking.Answer direct = Asking.get(apiTwo, "/v1/jobs/" + job + "?payload=true");
        Asking.Answer forwarded = Asking.get(apiOne, "/v1/jobs/" + job + "?payload=true");

        assertThat(forwarded.status()).isEqualTo(direct.status());
        assertThat(forwarded.body()).isEqualTo(direct.body());
        assertThat(forwarded.body().path("id").asText()).isEqualTo(job.toString());
    }

    @Test
    void what_the_owner_refuses_is_refused_in_its_words() {
        Asking.Answer answer = Asking.get(apiOne, "/v1/jobs/acme:01920000-0000-7000-8000-000000000001");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("no job acme:01920000-0000-7000-8000-000000000001 is kept");
    }

    @Test
    void nothing_is_forwarded_twice() {
        Asking.Answer answer = Asking.get(apiOne, "/v1/channels?tree=acme", Router.FORWARDED, "1");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(answer.error()).contains("acme is moving");
    }

    @Test
    void an_owner_that_does_not_answer_is_named() throws IOException {
        int nobody = freePort();
        one.knows("127.0.0.1:" + nobody, "lost");

        Asking.Answer answer = Asking.get(apiOne, "/v1/channels?tree=lost");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).contains("127.0.0.1:" + nobody).contains("does not answer");
    }

    @Test
    void trees_of_all_instances_are_merged_in_the_order_of_their_names() {
        first.submit("main", "root");
        first.submit("b", "root");
        second.submit("acme", "root");
        second.submit("c", "root");

        assertThat(Asking.get(apiOne, "/v1/trees").body().path("trees").findValuesAsText("tree"))
                .containsExactly("acme", "b", "c", "main");
        assertThat(Asking.get(apiOne, "/v1/trees?limit=3").body().path("trees").findValuesAsText("tree"))
                .containsExactly("acme", "b", "c");
        assertThat(Asking.get(apiTwo, "/v1/trees?limit=3&page=c")
                        .body()
                        .path("trees")
                        .findValuesAsText("tree"))
                .containsExactly("main");
    }

    @Test
    void a_worker_that_all_partitions_know_is_listed_once() {
        first.worker();
        second.worker();

        assertThat(Asking.get(apiOne, "/v1/workers").body().path("workers")).hasSize(1);
    }

    @Test
    void an_instance_that_does_not_answer_is_said_to_be_missing() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        one.knows(nobody);
        first.submit("main", "root");

        Asking.Answer answer = Asking.get(apiOne, "/v1/trees");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("missing").path(0).asText()).isEqualTo(nobody);
        assertThat(answer.body().path("trees")).hasSize(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
