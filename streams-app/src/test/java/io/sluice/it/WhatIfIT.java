package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.app.Main;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.schemas.Topics;
import io.sluice.web.Answers;
import io.sluice.whatif.Reality;
import io.sluice.wire.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code sluice what-if} over the events of a hundred thousand jobs, which the rules have made. */
class WhatIfIT {

    private static final int JOBS = 100_000;

    /** Shop jobs come evenly, imports in one heap each hour. */
    private static final int HOURS = 10;

    private static final long HOUR = 3_600_000;

    private final BrokerProcess broker = SharedBroker.start("what-if", Map.of());
    private final StringWriter told = new StringWriter();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void other_limits_are_tried_out_on_what_happened() throws Exception {
        write(reality());

        JsonNode same = Answers.json().readTree(whatIf(0, "root.import:6", "--json"));
        assertThat(same.path("jobs").asInt()).isEqualTo(JOBS);
        for (JsonNode channel : same.path("channels")) {
            assertThat(channel.path("modelOfWas"))
                    .as("the model of what was: %s", channel)
                    .isEqualTo(channel.path("was"));
            assertThat(channel.path("wouldBe")).isEqualTo(channel.path("was"));
        }

        String other = whatIf(0, "root.shop:4,root.import:4");
        System.out.println(other);
        Shown.mustBe("sluice what-if", other);
        JsonNode shop = channel(whatIf(0, "root.shop:4,root.import:4", "--json"), "root.shop");
        assertThat(shop.path("was").path("waitP95Ms").asLong()).isGreaterThan(60_000);
        assertThat(shop.path("wouldBe").path("waitP95Ms").asLong()).isLessThan(1_000);

        JsonNode late = channel(whatIf(5 * HOUR, "root.shop:4,root.import:4", "--json"), "root.shop");
        assertThat(late.path("modelOfWas")).isEqualTo(late.path("was"));

        assertThat(run("root.shop:many", 0)).isEqualTo(2);
        assertThat(told.toString()).contains("root.shop:many");
        assertThat(run("root.shop:1:topic", 0)).isEqualTo(2);
        assertThat(run("root.shop:1", 20 * HOUR)).isEqualTo(1);
        assertThat(told.toString()).contains("nothing happened in the tree main");
    }

    private static Reality reality() {
        Reality reality = new Reality("root:8,root.shop:2,root.import:6");
        SplittableRandom random = new SplittableRandom(5);
        long every = HOURS * HOUR / (JOBS / 2);
        for (int i = 0; i < JOBS / 2; i++) {
            String name = "shop " + i;
            if (i % 50 == 0) {
                Failure busy = new Failure("java.io.IOException", "busy", "");
                reality.run(name, 300, new Command.Retry(busy, OptionalLong.of(5_000), Optional.empty()));
            }
            // Two seats are enough, but for an hour in which runs took twice as long.
            int most = i * every / HOUR == 3 ? 4_200 : 2_100;
            reality.submit(name, "root.shop", 100 + random.nextInt(most));
            if (i % (JOBS / 2 / HOURS) == 0) {
                for (int row = 0; row < JOBS / 2 / HOURS; row++) {
                    reality.submit("row " + i + " " + row, "root.import", 200 + random.nextInt(3_000));
                }
            }
            reality.until((i + 1) * every);
        }
        return reality.until(HOURS * HOUR + HOUR);
    }

    private void write(Reality reality) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(Topics.EVENTS, 1, (short) 1)))
                    .all()
                    .get();
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            Wire.bundled()
                    .messages(reality.events())
                    .forEach(message -> producer.send(new ProducerRecord<>(
                            Topics.EVENTS, 0, message.keyBytes().orElse(null), message.value())));
        }
    }

    private static JsonNode channel(String json, String name) throws Exception {
        for (JsonNode channel : Answers.json().readTree(json).path("channels")) {
            if (channel.path("channel").asText().equals(name)) {
                return channel;
            }
        }
        throw new AssertionError("no channel " + name + " in " + json);
    }

    private String whatIf(long from, String channels, String... more) {
        assertThat(run(channels, from, more)).as(told.toString()).isZero();
        return told.toString();
    }

    private int run(String channels, long from, String... more) {
        told.getBuffer().setLength(0);
        Path directory = broker.dataDirectory().resolveSibling("scratch");
        List<String> arguments = new ArrayList<>(List.of(
                "what-if",
                "--from",
                Instant.ofEpochMilli(Reality.START + from).toString(),
                "--to",
                Instant.ofEpochMilli(Reality.START + from + (HOURS + 1) * HOUR).toString(),
                "--channels",
                channels,
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--directory",
                directory.toString()));
        arguments.addAll(List.of(more));
        PrintWriter err = new PrintWriter(more.length > 0 ? new StringWriter() : told);
        int exit = Main.run(new PrintWriter(told), err, arguments.toArray(String[]::new));
        assertThat(directory).isEmptyDirectory();
        return exit;
    }
}
