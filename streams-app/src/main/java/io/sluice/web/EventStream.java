package io.sluice.web;

import io.javalin.http.Context;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.wire.TreePartitions;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener: what it missed is read by a consumer of its own up to where the tail begins, the rest comes from the tail.
 * The id of each event is the position behind it, so a client that comes again misses nothing and gets nothing twice.
 */
final class EventStream {

    private static final long HEARTBEAT_MS = 15_000;
    private static final Duration POLL = Duration.ofMillis(500);

    /** How often it reads to what was the end by then, so that little is left to read while the tail already fills the inbox. */
    private static final int ROUNDS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Events events;
    private final EventTopic topic;
    private final EventFilter filter;
    private final Inbox inbox;
    private EventPosition position;
    private SseWriter out;

    EventStream(Events events, EventTopic topic, EventFilter filter, Inbox inbox) {
        this.events = events;
        this.topic = topic;
        this.filter = filter;
        this.inbox = inbox;
    }

    /** Writes until the client goes, or there is a reason to send it away. */
    void write(EventStart start, Context request) {
        try {
            if (start instanceof EventStart.Now) {
                Map<Integer, Long> begin = events.tail().join(inbox);
                begin(request, EventPosition.at(wanted(begin)));
            } else {
                onItsOwnThread(() -> catchUp(start, request));
            }
            follow();
        } catch (KafkaException | IllegalStateException | SchemaRegistryException e) {
            LOG.warn("the events cannot be read for one who listens", e);
            end(EventTopic.unreadable(e));
        } catch (ApiProblem problem) {
            end(problem);
        } catch (IOException gone) {
            LOG.debug("a listener left, or did not read for so long that the server gave it up", gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As an answer, or, if the stream has begun, as its end. */
    private void end(ApiProblem problem) {
        if (out == null) {
            throw problem;
        }
        try {
            out.close(problem.getMessage() + "; " + problem.whatToDo());
        } catch (IOException gone) {
            LOG.debug("a listener left before it could be told why", gone);
        }
    }

    /** From here on no other status can be answered. */
    private void begin(Context request, EventPosition from) throws IOException {
        position = from;
        if (out == null) {
            out = SseWriter.begin(request);
        }
        out.position(position.token());
    }

    /** Only that tree's partition, if all that is wanted is of one tree: shorter ids, and less to read again. */
    private Map<Integer, Long> wanted(Map<Integer, Long> all) {
        return filter.onlyTree()
                .map(tree -> TreePartitions.of(tree, all.size()))
                .map(partition -> Map.of(partition, all.get(partition)))
                .orElse(all);
    }

    // ---- what was missed

    private interface Reading {
        void run() throws IOException;
    }

    /** Kafka's consumers hold on to the thread that they wait on, which here would be one of the few that carry all requests. */
    private static void onItsOwnThread(Reading reading) throws IOException, InterruptedException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            reading.run();
            return null;
        });
        Thread thread = Thread.ofPlatform().name("sluice-events-past").daemon().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException gone -> throw gone;
                case RuntimeException problem -> throw problem;
                default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            thread.interrupt();
        }
    }

    private void catchUp(EventStart start, Context request) throws IOException {
        try (Consumer<byte[], byte[]> consumer = topic.open()) {
            EventSeek seek = new EventSeek(consumer, topic.partitions(consumer));
            EventPosition from = seek.to(start, this::wanted);
            begin(request, from);
            if (seek.isGap()) {
                out.gap();
            }
            for (int round = 0; round < ROUNDS; round++) {
                read(consumer, seek.ends());
            }
            Map<Integer, Long> joined = events.tail().join(inbox);
            read(consumer, joined);
        }
    }

    /** Writes what stands before the ends. */
    private void read(Consumer<byte[], byte[]> consumer, Map<Integer, Long> ends) throws IOException {
        while (!isAt(consumer, ends)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(record.partition())) {
                    write(record);
                } else {
                    // It comes from the tail, or is read again from here.
                    consumer.seek(new TopicPartition(record.topic(), record.partition()), ends.get(record.partition()));
                }
            }
            out.flush();
        }
    }

    private static boolean isAt(Consumer<byte[], byte[]> consumer, Map<Integer, Long> ends) {
        Collection<TopicPartition> all = consumer.assignment();
        return all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition.partition()));
    }

    private void write(ConsumerRecord<byte[], byte[]> record) throws IOException {
        List<Happening> all = Happening.of(record, topic.wire());
        int done = position.doneOf(record.partition(), record.offset());
        for (Happening event : all.subList(Math.min(done, all.size()), all.size())) {
            if (filter.letsThrough(event.recorded())) {
                write(event);
            }
        }
        position = position.behind(record.partition(), record.offset(), 0, true);
    }

    // ---- what happens

    private void follow() throws IOException, InterruptedException {
        while (inbox.end().isEmpty()) {
            Optional<Happening> next = inbox.take(HEARTBEAT_MS);
            if (next.isEmpty() && inbox.end().isEmpty()) {
                settle();
                out.heartbeat(position.token());
            }
            while (next.isPresent()) {
                writeNew(next.get());
                next = inbox.take(0);
            }
            out.flush();
        }
        out.close(inbox.end().orElseThrow());
    }

    /** What the filter left out is read as well. */
    private void settle() {
        position = position.atLeast(inbox.settled());
    }

    /** The tail may be behind what was read of the past, and then tells some of it again. */
    private void writeNew(Happening event) throws IOException {
        if (!position.covers(event.partition(), event.offset(), event.count())) {
            write(event);
        }
    }

    private void write(Happening event) throws IOException {
        position = position.behind(event.partition(), event.offset(), event.count(), event.isLast());
        out.event(position.token(), EventJson.line(event.recorded()));
    }
}
