package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.web.Answers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a submitted job's payload comes from: the command line, a file or standard input. */
final class PayloadSource {

    private static final ObjectReader STRICT =
            Answers.json().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Option(names = "--payload-file", paramLabel = "FILE", description = "A file with the payload as JSON.")
    private Path file;

    /**
     * The payload's JSON, checked and as it was written.
     *
     * @param text what stands on the command line; null: nothing
     */
    String json(String text) {
        String json = read(text);
        try {
            if (STRICT.readTree(json).isMissingNode()) {
                throw CommandFailed.badUsage(
                        "the payload is empty; leave it out, or give JSON such as '{\"name\":\"Ann\"}'");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw CommandFailed.badUsage("the payload is no JSON: " + e.getOriginalMessage()
                    + ". A text needs quotes inside the quotes of the shell: '\"text\"'");
        }
    }

    private String read(String text) {
        if (file != null && text != null) {
            throw CommandFailed.badUsage("a payload and --payload-file are given; only one of both is allowed");
        }
        try {
            if (file != null) {
                return Files.readString(file);
            }
            if ("-".equals(text)) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return text == null ? "null" : text;
        } catch (IOException e) {
            throw CommandFailed.badUsage("the payload cannot be read: " + e.getMessage());
        }
    }
}
