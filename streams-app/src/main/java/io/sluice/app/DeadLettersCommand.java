package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.app.DeadLetters.Letter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was put aside, and sends it again. */
@Command(
        name = "dead-letters",
        description =
                "Shows what could not be understood and was put aside, and sends it to where it came from again: the"
                        + " same bytes with the same key, marked by the header " + DeadLetters.RETRIED + ".",
        footer = {
            "",
            "Example:",
            "  sluice dead-letters list --limit 20",
            "  sluice dead-letters show 0-17",
            "  sluice dead-letters retry 0-17 0-18 --dry-run"
        })
final class DeadLettersCommand implements Callable<Integer> {

    /** What is wanted. */
    enum Wish {
        list,
        show,
        retry
    }

    @Parameters(index = "0", paramLabel = "list|show|retry", description = "What to do.")
    private Wish wish;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "POSITION",
            description = "Which ones, as list shows them: partition and offset, such as 0-17.")
    private List<String> positions = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "list: at most that many, the oldest first. Default: 100.")
    private int limit;

    @Option(names = "--dry-run", description = "retry: only show what would be sent where.")
    private boolean dryRun;

    @Mixin
    private Brokers brokers;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        if (wish == Wish.list != positions.isEmpty()) {
            throw CommandFailed.badUsage(
                    wish == Wish.list
                            ? "list takes no positions; show and retry do"
                            : wish + " needs the position of a dead letter, such as 0-17, as list shows it");
        }
        Map<String, Object> settings = brokers.clientSettings();
        try (DeadLetters letters = DeadLetters.open(settings)) {
            switch (wish) {
                case list -> list(letters);
                case show -> positions.forEach(position -> show(letters.at(position)));
                case retry -> retry(positions.stream().map(letters::at).toList(), settings);
            }
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw CommandFailed.unreachable("cannot read the dead letters: " + Reason.of(e));
        }
    }

    private void list(DeadLetters letters) {
        List<Letter> found = letters.read(any -> true, limit);
        if (screen.isJson()) {
            found.forEach(letter -> screen.json(document(letter)));
            return;
        }
        TextTable table = new TextTable(text("POSITION"), text("AT"), text("FROM"), number("BYTES"), text("CAUSE"));
        for (Letter letter : found) {
            table.row(
                    letter.position(),
                    letter.at(),
                    letter.origin(),
                    size(letter),
                    TextTable.atMost(100, letter.cause()));
        }
        table.print(screen.out());
        if (found.isEmpty()) {
            screen.say("there are no dead letters");
        }
    }

    private void show(Letter letter) {
        if (screen.isJson()) {
            screen.json(document(letter));
            return;
        }
        screen.out().println("position " + letter.position());
        screen.out().println("at       " + letter.at());
        screen.out().println("key      " + readable(letter.record().key()));
        for (Header header : letter.record().headers()) {
            screen.out().println(header.key() + "  " + readable(header.value()));
        }
        screen.out().println("value    " + size(letter) + " bytes, in base64:");
        screen.out().println(base64(letter.record().value()));
    }

    private void retry(List<Letter> letters, Map<String, Object> settings) {
        // All are looked at before the first is sent: one that cannot be sent ends the command.
        letters.forEach(Letter::again);
        if (dryRun) {
            letters.forEach(letter -> screen.out()
                    .println("would send " + letter.position() + " to "
                            + letter.again().topic()));
            return;
        }
        Map<String, Object> ours = new HashMap<>(Map.of("max.block.ms", 10_000, "delivery.timeout.ms", 12_000));
        ours.put("request.timeout.ms", 8_000);
        ours.put("max.request.size", 6 * 1024 * 1024);
        ours.putAll(settings);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(ours, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Letter letter : letters) {
                producer.send(letter.again()).get();
                tell(letter);
            }
        } catch (ExecutionException e) {
            throw CommandFailed.unreachable("the broker did not confirm it: " + Reason.of(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.refused("interrupted while sending");
        }
    }

    private void tell(Letter letter) {
        String topic = letter.again().topic();
        if (screen.isJson()) {
            screen.json(Map.of("position", letter.position(), "sentTo", topic));
        } else {
            screen.out().println("sent " + letter.position() + " to " + topic);
        }
    }

    private static Map<String, Object> document(Letter letter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("position", letter.position());
        document.put("at", letter.at());
        document.put(
                "key",
                letter.record().key() == null ? null : readable(letter.record().key()));
        Map<String, String> headers = new LinkedHashMap<>();
        letter.record().headers().forEach(header -> headers.put(header.key(), readable(header.value())));
        document.put("headers", headers);
        document.put("size", size(letter));
        document.put("value", base64(letter.record().value()));
        return document;
    }

    private static int size(Letter letter) {
        byte[] value = letter.record().value();
        return value == null ? 0 : value.length;
    }

    private static String readable(byte[] bytes) {
        return bytes == null ? "none" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
    }
}
