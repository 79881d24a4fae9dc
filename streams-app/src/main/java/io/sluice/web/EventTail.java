package io.sluice.web;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer that reads the end of the events for all who listen, from the first that comes to the last that goes. It is
 * made anew for the next first one, so nobody listening costs nothing.
 */
final class EventTail {

    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final EventTopic topic;
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Inbox> inboxes = new HashSet<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private volatile Consumer<byte[], byte[]> current;
    private volatile boolean stopped;

    private EventTail(EventTopic topic) {
        this.topic = topic;
    }

    static EventTail start(EventTopic topic) {
        EventTail tail = new EventTail(topic);
        Thread.ofPlatform().name("sluice-events-tail").daemon().start(tail::run);
        return tail;
    }

    private void run() {
        try (Consumer<byte[], byte[]> consumer = topic.open()) {
            current = consumer;
            Collection<TopicPartition> all = topic.partitions(consumer);
            consumer.assign(all);
            consumer.endOffsets(all).forEach((partition, end) -> {
                consumer.seek(partition, end);
                next.put(partition.partition(), end);
            });
            positioned.complete(null);
            while (!stopped) {
                deliver(consumer.poll(POLL));
            }
        } catch (WakeupException e) {
            LOG.debug("nobody listens to the events any more", e);
        } catch (RuntimeException e) {
            LOG.warn("the events cannot be read, so those who listen are told to come again", e);
            positioned.completeExceptionally(e);
        } finally {
            end("the events cannot be read any more: connect again, Last-Event-ID goes on where you are");
        }
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            // Outside of the lock: a schema may have to be asked for, and nobody who comes or goes shall wait for that.
            deliver(record, Happening.of(record, topic.wire()));
        }
    }

    private void deliver(ConsumerRecord<byte[], byte[]> record, List<Happening> events) {
        lock.lock();
        try {
            inboxes.removeIf(inbox -> !inbox.offer(record.partition(), record.offset(), events));
            next.put(record.partition(), record.offset() + 1);
        } finally {
            lock.unlock();
        }
    }

    /**
     * From now on everything goes to that inbox.
     *
     * @return where it begins: the next record of each partition
     * @throws ApiProblem if the events cannot be read
     */
    Map<Integer, Long> join(Inbox inbox) {
        try {
            positioned.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw EventTopic.unreadable(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EventTopic.unreadable(e);
        }
        lock.lock();
        try {
            if (stopped) {
                throw EventTopic.unreadable(new IllegalStateException("reading has just ended"));
            }
            inboxes.add(inbox);
            return Map.copyOf(next);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more goes there. */
    void leave(Inbox inbox) {
        lock.lock();
        try {
            inboxes.remove(inbox);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it reads no more, by itself or because it was told to. */
    boolean isOver() {
        return stopped;
    }

    /** Ends reading, and tells those who still listen. */
    void close(String why) {
        end(why);
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            stopped = true;
            Inbox.closeAll(inboxes, why);
            inboxes.clear();
        } finally {
            lock.unlock();
        }
    }
}
