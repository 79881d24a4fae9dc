package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private static final HttpToken TOKEN = new HttpToken("a-token-that-nobody-guesses");

    private final Deque<HttpApi> open = new ArrayDeque<>();

    @AfterEach
    void close() {
        open.forEach(HttpApi::close);
    }

    private HttpApi started(Optional<HttpToken> token, Instances instances) {
        HttpApi api = HttpApi.start(
                new Door("127.0.0.1", 0, Optional.empty(), token),
                instances,
                new HttpApi.Log(Commands.NONE, EventTopic.NONE));
        open.push(api);
        return api;
    }

    private static InstancesByHand instances() {
        return new InstancesByHand().owns(0, new PartitionInMemory(0), "main");
    }

    @Test
    void who_has_no_token_is_told_where_it_is() {
        Asking.Answer answer = Asking.get(started(Optional.of(TOKEN), instances()), "/v1/channels");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.error()).isEqualTo("this API asks for a token");
        assertThat(answer.whatToDo())
                .contains("Authorization: Bearer TOKEN")
                .contains("http.token.file")
                .contains("SLUICE_HTTP_TOKEN");
    }

    @Test
    void a_wrong_token_is_refused_and_not_repeated() {
        HttpApi api = started(Optional.of(TOKEN), instances());

        for (String wrong : new String[] {
            "Bearer a-token-that-nobody-guesseS", "Bearer ", "Basic " + TOKEN.value(), TOKEN.value(), "Bearer"
        }) {
            Asking.Answer answer = Asking.get(api, "/v1/channels", "Authorization", wrong);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().toString()).doesNotContain("guess");
        }
    }

    @Test
    void with_the_token_all_is_answered_and_without_it_health_and_ready() {
        HttpApi api = started(Optional.of(TOKEN), instances());

        assertThat(Asking.get(api, "/v1/channels", "Authorization", TOKEN.header())
                        .status())
                .isEqualTo(200);
        assertThat(Asking.get(api, "/v1/channels", "Authorization", "bearer  " + TOKEN.value())
                        .status())
                .isEqualTo(200);
        assertThat(Asking.get(api, "/v1/health").status()).isEqualTo(200);
        assertThat(Asking.get(api, "/v1/ready").status()).isEqualTo(200);
        assertThat(Asking.get(api, "/v1/health/x").status()).isEqualTo(401);
        assertThat(Asking.get(api, "/v2").status()).isEqualTo(401);
    }

    @Test
    void instances_forward_with_their_token() {
        PartitionInMemory there = new PartitionInMemory(1);
        there.worker();
        InstancesByHand one = instances();
        HttpApi asked = started(Optional.of(TOKEN), one);
        HttpApi owner = started(Optional.of(TOKEN), new InstancesByHand().owns(1, there, "acme"));
        one.knows("127.0.0.1:" + owner.port(), "acme");

        assertThat(Asking.get(asked, "/v1/channels?tree=acme", "Authorization", TOKEN.header())
                        .status())
                .isEqualTo(200);
        assertThat(Asking.get(asked, "/v1/workers", "Authorization", TOKEN.header())
                        .body()
                        .path("workers"))
                .hasSize(1);
    }

    @Test
    void nothing_listens_for_other_machines_without_a_token() {
        assertThatThrownBy(() -> Door.local("0.0.0.0", 0)).hasMessageContaining("0.0.0.0");
        assertThat(Door.isLoopback("localhost")).isTrue();
        assertThat(Door.isLoopback("::1")).isTrue();
        assertThat(Door.isLoopback("127.9.9.9")).isTrue();
        assertThat(Door.isLoopback("")).isFalse();
        assertThat(Door.isLoopback("10.0.0.1")).isFalse();
    }

    /** A browser on this machine that shows a page from elsewhere. */
    @Test
    void a_page_from_elsewhere_can_neither_read_nor_change_anything() throws IOException {
        HttpApi api = started(Optional.empty(), instances());

        assertThat(raw(api, "GET /v1/channels", "Host: rebound.example:8484")).contains(" 403 ");
        assertThat(raw(api, "POST /v1/jobs", "Host: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 0"))
                .contains(" 403 ");
        assertThat(raw(api, "POST /v1/jobs", "Host: localhost\r\nOrigin: null\r\nContent-Length: 0"))
                .contains(" 403 ");
        assertThat(raw(api, "GET /v1/channels", "Host: localhost:8484")).contains(" 200 ");
        assertThat(raw(api, "GET /v1/channels", "Host: [::1]:8484")).contains(" 200 ");
        assertThat(raw(api, "GET /v1/channels", "Host: 10.0.0.1")).contains(" 200 ");
    }

    /** The status line: Java's own client does not let a program choose these headers. */
    private static String raw(HttpApi api, String request, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            String text = request + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
