package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.wire.Wire;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {

    /** Two trees that live in different partitions. */
    private static final String ONE = "main";

    private static final String OTHER = "acme";

    private final EventTopicInMemory topic = new EventTopicInMemory();
    private final Map<String, Long> numbers = new HashMap<>();
    private final HttpApi api = HttpApi.start(
            Door.local("127.0.0.1", 0), new InstancesByHand(), new HttpApi.Log(Commands.NONE, topic.topic()));
    private final Deque<Listening> open = new ArrayDeque<>();

    @AfterEach
    void close() {
        open.forEach(Listening::close);
        api.close();
    }

    private Listening listen(String query, String... headers) {
        Listening listening = Listening.to("http://127.0.0.1:" + api.port() + "/v1/events" + query, headers);
        open.push(listening);
        return listening;
    }

    private void happens(String tree, Event... events) {
        topic.write(
                tree,
                Arrays.stream(events)
                        .map(event -> new Recorded(
                                tree,
                                numbers.merge(tree, 1L, Long::sum),
                                PartitionInMemory.NOW,
                                new Cause(tree, Optional.of(new UUID(1, 2)), "ann"),
                                event))
                        .toArray(Recorded[]::new));
    }

    private static JobId job(String tree, int n) {
        return new JobId(tree, new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L + n));
    }

    private static Event ready(String tree, int n, String channel) {
        return new Event.JobReady(job(tree, n), ChannelPath.parse(channel), "greet");
    }

    private static void awaitNumbers(Listening listening, String... numbers) {
        await().untilAsserted(() -> assertThat(listening.numbers()).containsExactly(numbers));
    }

    // ---- what is told

    @Test
    void what_happens_is_told_as_it_happens_in_the_words_of_the_command() {
        happens(ONE, ready(ONE, 1, "root"));
        Listening all = listen("");

        happens(ONE, ready(ONE, 2, "root"));
        happens(OTHER, ready(OTHER, 3, "root.shop"));

        await().untilAsserted(() -> assertThat(all.numbers()).containsExactlyInAnyOrder("main-2", "acme-1"));
        assertThat(all.told())
                .filteredOn(told -> told.data().path("tree").asText().equals(ONE))
                .first()
                .satisfies(told -> assertThat(told.data().toString())
                        .isEqualTo(EventJson.line(new Recorded(
                                ONE,
                                2,
                                PartitionInMemory.NOW,
                                new Cause(ONE, Optional.of(new UUID(1, 2)), "ann"),
                                ready(ONE, 2, "root")))));
    }

    @Test
    void only_what_is_asked_for_is_told() {
        Listening tree = listen("?tree=acme");
        Listening channel = listen("?channel=root.shop");
        Listening job = listen("?job=" + job(ONE, 1));
        Listening kind = listen("?event=JobPurged,ChannelResumed");
        Listening type = listen("?type=other");

        happens(ONE, ready(ONE, 1, "root"), ready(ONE, 2, "root.shop.import"), ready(ONE, 3, "root.shopping"));
        happens(OTHER, ready(OTHER, 1, "root"));
        happens(ONE, new Event.ChannelResumed(ChannelPath.parse("root.shop")));
        happens(ONE, new Event.JobReady(job(ONE, 4), ChannelPath.ROOT, "other"));

        awaitNumbers(tree, "acme-1");
        awaitNumbers(channel, "main-2", "main-4");
        awaitNumbers(job, "main-1");
        awaitNumbers(kind, "main-4");
        awaitNumbers(type, "main-5");
    }

    @Test
    void who_wants_the_past_gets_it_before_what_happens_now() {
        happens(ONE, ready(ONE, 1, "root"), ready(ONE, 2, "root"));
        happens(ONE, ready(ONE, 3, "root"));
        Listening past = listen("?tree=main&from=beginning");

        awaitNumbers(past, "main-1", "main-2", "main-3");
        happens(ONE, ready(ONE, 4, "root"));

        awaitNumbers(past, "main-1", "main-2", "main-3", "main-4");
    }

    // ---- going on

    @Test
    void whoever_comes_again_goes_on_behind_any_event_without_a_gap_or_a_repetition() {
        Listening first = listen("");
        for (int i = 0; i < 10; i++) {
            happens(ONE, ready(ONE, i, "root"), ready(ONE, i, "root"), ready(ONE, i, "root"));
            happens(OTHER, ready(OTHER, i, "root"), ready(OTHER, i, "root"));
        }
        await().untilAsserted(() -> assertThat(first.numbers()).hasSize(50));

        for (int i = 0; i < 50; i += 7) {
            List<String> whole = new ArrayList<>(first.numbers().subList(0, i + 1));
            Listening again = listen("", Events.LAST, first.told().get(i).id());
            await().untilAsserted(() -> assertThat(again.numbers()).hasSize(50 - whole.size()));
            whole.addAll(again.numbers());
            assertThat(whole).doesNotHaveDuplicates().hasSize(50);
            again.close();
        }
    }

    @Test
    void a_position_is_known_before_anything_happens() {
        Listening first = listen("?tree=main");
        String begin = first.last();
        first.close();
        happens(ONE, ready(ONE, 1, "root"));

        awaitNumbers(listen("?tree=main", Events.LAST, begin), "main-1");
    }

    @Test
    void events_that_are_not_kept_any_more_are_said_to_be_missing() {
        happens(ONE, ready(ONE, 1, "root"));
        Listening first = listen("?tree=main&from=beginning");
        awaitNumbers(first, "main-1");
        String position = first.last();
        happens(ONE, ready(ONE, 2, "root"));
        happens(ONE, ready(ONE, 3, "root"));
        topic.keepFrom(2);

        Listening again = listen("?tree=main", Events.LAST, position);

        await().untilAsserted(() -> assertThat(again.told())
                .extracting(
                        Listening.Told::name, told -> told.data().path("number").asLong())
                .containsExactly(tuple("gap", 0L), tuple("", 3L)));
    }

    @Test
    void a_position_that_is_none_is_refused() {
        happens(ONE, ready(ONE, 1, "root"));
        Listening first = listen("?tree=main&from=beginning");
        awaitNumbers(first, "main-1");

        assertThatThrownBy(() -> listen("", Events.LAST, "nonsense")).hasMessageContaining("400");
        assertThatThrownBy(() -> listen("?tree=acme", Events.LAST, first.last()))
                .hasMessageContaining("of another tree, or of another cluster");
        assertThatThrownBy(() -> listen("?event=JobExploded"))
                .hasMessageContaining("JobFailed")
                .hasMessageContaining("400");
        assertThatThrownBy(() -> listen("?from=yesterday")).hasMessageContaining("is no time");
    }

    // ---- what it costs, and how it ends

    @Test
    void one_consumer_serves_all_who_listen_and_nobody_listening_costs_none() {
        assertThat(topic.readers()).isZero();
        Listening one = listen("");
        Listening two = listen("?tree=acme");
        Listening past = listen("?from=beginning");
        await().untilAsserted(() -> assertThat(topic.readers()).isEqualTo(1));

        one.close();
        two.close();
        past.close();
        // The server notices when it writes.
        await().untilAsserted(() -> {
            happens(ONE, ready(ONE, 1, "root"));
            happens(OTHER, ready(OTHER, 1, "root"));
            assertThat(topic.readers()).isZero();
        });

        Listening anew = listen("");
        happens(ONE, ready(ONE, 2, "root"));
        await().untilAsserted(() -> assertThat(anew.numbers()).hasSize(1));
    }

    @Test
    void whoever_does_not_read_is_let_go_while_others_go_on() throws Exception {
        Listening reader = listen("");
        try (Socket stuck = new Socket()) {
            stuck.setReceiveBufferSize(1024);
            stuck.connect(new InetSocketAddress("127.0.0.1", api.port()));
            stuck.getOutputStream()
                    .write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> stuck.getInputStream().available() > 0);
            int all = 60_000;
            Event[] many = new Event[500];
            Arrays.setAll(many, n -> ready(ONE, n, "root"));
            for (int i = 0; i < all / many.length; i++) {
                int sofar = i * many.length;
                await().until(() -> reader.told().size() >= sofar - many.length);
                happens(ONE, many);
            }
            await().until(() -> reader.told().size() == all);

            // What was written before it was let go, and then why.
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[1 << 16];
            while (text.indexOf("event: closed") < 0) {
                int read = stuck.getInputStream().read(buffer);
                assertThat(read).as("a reason at the end").isPositive();
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                text.delete(0, Math.max(0, text.length() - 2000));
            }
            assertThat(text.toString()).contains("more happens than you read");
        }
        assertThat(reader.isOver()).isFalse();
    }

    @Test
    void a_stopping_instance_sends_listeners_to_others() {
        Listening one = listen("");

        api.close();

        await().until(one::isOver);
        assertThat(one.told().getLast().name()).isEqualTo("closed");
        assertThat(one.told().getLast().data().path("reason").asText()).contains("this instance stops");
    }

    @Test
    void events_that_cannot_be_read_are_a_503() {
        EventTopic broken = new EventTopic(
                () -> {
                    throw new KafkaException("no broker");
                },
                Wire.bundled());
        try (HttpApi other = HttpApi.start(
                Door.local("127.0.0.1", 0), new InstancesByHand(), new HttpApi.Log(Commands.NONE, broken))) {
            for (String query : List.of("", "?from=1h")) {
                Asking.Answer answer = Asking.get(other, "/v1/events" + query);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).isEqualTo("1");
                assertThat(answer.error()).contains("cannot be read now");
            }
        }
    }
}
