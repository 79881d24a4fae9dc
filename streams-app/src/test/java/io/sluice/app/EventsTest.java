package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.schemas.Topics;
import io.sluice.web.Answers;
import io.sluice.web.EventJson;
import io.sluice.wire.Message;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final JobId JOB = JobId.parse("acme:01920000-0000-7000-8000-000000000001");
    private static final ChannelPath SHOP = ChannelPath.parse("root.shop");
    private static final long AT = 1_767_225_600_000L;
    private static final TopicPartition PARTITION = new TopicPartition(Topics.EVENTS, 0);

    private static Recorded recorded(long number, Event event) {
        return new Recorded("acme", number, AT, new Cause("acme", Optional.of(new UUID(1, 2)), "ann"), event);
    }

    private static Recorded submitted() {
        Payload payload = new Payload("{\"n\":1}".getBytes(StandardCharsets.UTF_8), "application/json");
        return recorded(
                1,
                new Event.JobSubmitted(Job.of(
                        Submission.of(JOB, "greet", SHOP.text(), payload).described("hello", Map.of("user", "ann"), AT),
                        7,
                        AT)));
    }

    private static Recorded failed() {
        Event.Run run = new Event.Run(Optional.empty(), 2, 1, "worker-1", AT - 30, AT - 10);
        return recorded(
                2, new Event.JobFailed(JOB, SHOP, "greet", run, new Failure("E", "disk full\nand more", "trace")));
    }

    private static MockConsumer<byte[], byte[]> topic(Recorded... events) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                Topics.EVENTS, List.of(new PartitionInfo(Topics.EVENTS, 0, Node.noNode(), null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        List<Message> messages = Wire.bundled().messages(List.of(events));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) messages.size()));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < messages.size(); i++) {
                byte[] key = "acme".getBytes(StandardCharsets.UTF_8);
                consumer.addRecord(new ConsumerRecord<>(
                        Topics.EVENTS, 0, i, key, messages.get(i).value()));
            }
        });
        return consumer;
    }

    @Test
    void the_history_is_read_to_its_end() {
        try (EventLog log =
                EventLog.over(topic(submitted(), failed()), Wire.bundled(), new EventLog.Start.Beginning())) {
            assertThat(log.next(false)).map(Recorded::number).contains(1L);
            assertThat(log.next(false)).map(Recorded::number).contains(2L);
            assertThat(log.next(false)).isEmpty();
        }
    }

    @Test
    void a_sweep_is_followed_to_its_last_event_past_those_of_others() {
        UUID ours = new UUID(7, 7);
        EventLog log = EventLog.over(
                topic(
                        recorded(1, new Event.SweepAdvanced(new UUID(8, 8), "", 9, 9, "done", 0)),
                        recorded(2, new Event.SweepAdvanced(ours, "x", 500, 400, "", 0)),
                        failed(),
                        recorded(4, new Event.SweepAdvanced(ours, "", 700, 600, "done", 0)),
                        recorded(5, new Event.SweepAdvanced(ours, "", 0, 0, "done", 0))),
                Wire.bundled(),
                new EventLog.Start.Beginning());
        try (log) {
            Event.SweepAdvanced last = SweepWatch.follow(log, ours, progress -> {});

            assertThat(last.lookedAt()).isEqualTo(700);
            assertThat(last.changed()).isEqualTo(600);
        }
    }

    @Test
    void who_begins_now_sees_nothing_old() {
        try (EventLog log = EventLog.over(topic(submitted()), Wire.bundled(), new EventLog.Start.Now())) {
            assertThat(log.next(false)).isEmpty();
        }
    }

    @Test
    void an_event_is_one_line_of_what_matters() {
        assertThat(EventText.line(submitted()))
                .isEqualTo("2026-01-01T00:00:00Z      acme        JobSubmitted       " + JOB
                        + "  root.shop  greet priority 10");
        assertThat(EventText.line(failed())).endsWith("root.shop  run 2 on worker-1 took 20 ms: E: disk full");
    }

    @Test
    void json_has_all_fields() throws Exception {
        JsonNode line = Answers.json().readTree(EventJson.line(submitted()));

        assertThat(line.path("event").asText()).isEqualTo("JobSubmitted");
        assertThat(line.path("at").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(line.path("number").asLong()).isEqualTo(1);
        assertThat(line.path("by").asText()).isEqualTo("ann");
        assertThat(line.path("job").asText()).isEqualTo(JOB.toString());
        assertThat(line.path("submitted").path("seq").asLong()).isEqualTo(7);
        assertThat(line.path("submitted").path("channel").asText()).isEqualTo("root.shop");
        assertThat(line.path("submitted").path("priority").asInt()).isEqualTo(10);
        assertThat(line.path("submitted").path("payload").path("text").asText()).isEqualTo("{\"n\":1}");
        assertThat(Answers.json()
                        .readTree(EventJson.line(failed()))
                        .path("error")
                        .path("stackTrace")
                        .asText())
                .isEqualTo("trace");
    }

    @Test
    void a_start_is_given_once_and_limits_are_positive() {
        assertThat(Told.by("events", "--from-beginning", "--from", "1h").err()).contains("only one of both");
        assertThat(Told.by("events", "--limit", "0").err()).contains("at least 1");
        assertThat(Told.by("events", "--from", "yesterday").err()).contains("is no time");
    }
}
