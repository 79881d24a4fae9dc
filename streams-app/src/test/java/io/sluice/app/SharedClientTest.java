package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sdk.JobClient;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedClientTest {

    private final Deque<Runnable> later = new ArrayDeque<>();
    private int made;
    private final SharedClient shared = new SharedClient(
            () -> {
                made++;
                return JobClient.builder().bootstrapServers("127.0.0.1:1").build();
            },
            later::add);

    @AfterEach
    void close() {
        shared.close();
    }

    @Test
    void a_client_is_made_for_the_first_and_kept_for_the_next() {
        assertThat(made).isZero();
        JobClient first = shared.with(client -> client);
        JobClient second = shared.with(client -> client);

        assertThat(second).isSameAs(first);
        assertThat(made).isEqualTo(1);
        assertThat(later).as("one look, however many used it").hasSize(1);
    }

    @Test
    void a_client_that_nobody_used_meanwhile_is_closed() {
        JobClient first = shared.with(client -> client);
        shared.with(client -> client);

        later.poll().run();
        JobClient second = shared.with(client -> client);
        assertThat(second).as("used since the first look").isSameAs(first);
        later.poll().run();
        later.poll().run();

        assertThatThrownBy(first::flush).hasMessageContaining("closed");
        assertThat(later).isEmpty();
        shared.with(client -> client);
        assertThat(made).isEqualTo(2);
    }

    @Test
    void a_client_in_use_is_not_closed() {
        shared.with(client -> client);
        shared.with(client -> {
            later.poll().run();
            client.flush();
            return client;
        });

        assertThat(made).isEqualTo(1);
    }

    @Test
    void nothing_is_sent_once_it_is_closed() {
        shared.close();

        assertThatThrownBy(() -> shared.with(client -> client)).hasMessageContaining("stopping");
    }
}
