package io.sluice.sdk;

import io.sluice.schemas.RecordFormats;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * A {@link JobClient} whose commands go to a function instead of to a broker: for test kits and for those who embed the rules.
 * Services use {@link JobClient#builder()}.
 *
 * <pre>{@code
 * LocalClient local = LocalClient.of(JobClient.builder(), clock, (tree, command) -> rules.take(tree, command));
 * JobHandle handle = local.client().submit(JobRequest.of(SEND_INVOICE, 42L));
 * rules.onEvent((tree, event) -> local.hear(tree, event)); // now handle.admitted() and handle.result() complete
 * }</pre>
 *
 * @since 0.1
 */
public final class LocalClient {

    private final JobClient client;
    private final Json json;
    private final Verdicts verdicts;

    private LocalClient(JobClientBuilder settings, Clock clock, BiConsumer<String, byte[]> commands) {
        RecordFormats formats = RecordFormats.bundled();
        verdicts = new Verdicts(settings.verdictTimeout(), formats.event());
        json = settings.json();
        client = new JobClient(settings.sender(new Given(commands), formats, verdicts, clock));
    }

    /**
     * A client as the builder has it now; it needs no broker.
     *
     * @param clock says when jobs are submitted, and from when delays are counted
     * @param commands gets each command in the wire format, in the thread that sends it and before {@code submit} returns, with
     *     its tree; null as the tree is a command to every partition. What it throws, the sender gets
     * @since 0.1
     */
    public static LocalClient of(JobClientBuilder settings, Clock clock, BiConsumer<String, byte[]> commands) {
        return new LocalClient(settings, clock, commands);
    }

    /**
     * The client.
     *
     * @since 0.1
     */
    public JobClient client() {
        return client;
    }

    /**
     * Tells it an event, as it would stand on {@code sluice.events}: verdicts and results complete.
     *
     * @param tree the event's tree
     * @param event in the wire format
     * @throws io.sluice.schemas.UnreadableRecordException if the bytes are no event
     * @since 0.1
     */
    public void hear(String tree, byte[] event) {
        verdicts.hear(tree, event);
    }

    /**
     * A request's payload as this client would send it.
     *
     * @throws IllegalArgumentException if it cannot be written
     * @since 0.1
     */
    public byte[] payload(JobRequest<?> request) {
        return json.write(request.type(), request.payload());
    }

    private record Given(BiConsumer<String, byte[]> commands) implements CommandLog {

        @Override
        public CompletableFuture<Void> append(String tree, byte[] command) {
            commands.accept(tree, command);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<CompletableFuture<Void>> appendToAll(byte[] command) {
            return List.of(append(null, command));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
