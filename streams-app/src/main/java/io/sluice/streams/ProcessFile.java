package io.sluice.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The id under which Kafka Streams runs in a state directory. It is part of its transactional ids and of what the group knows
 * about its members; Streams keeps it in a file and offers no other way to it.
 */
final class ProcessFile {

    /** What a process id looks like. */
    static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final Logger LOG = LoggerFactory.getLogger(ProcessFile.class);
    private static final Pattern ENTRY = Pattern.compile("\"processId\"\\s*:\\s*\"(" + ID + ")\"");

    private final Path file;

    ProcessFile(StreamSettings settings) {
        this.file = settings.stateDir().resolve(settings.applicationId()).resolve("kafka-streams-process-metadata");
    }

    /** The process id; none before the first start in this directory. */
    Optional<String> id() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Matcher matcher = ENTRY.matcher(Files.readString(file));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read; what an earlier run left open ends by its timeout", file, e);
            return Optional.empty();
        }
    }
}
