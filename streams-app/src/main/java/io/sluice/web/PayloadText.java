package io.sluice.web;

import io.sluice.core.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A payload in a JSON document.
 *
 * @param contentType its media type
 * @param size in bytes
 * @param text it as text, if it was asked for and is text or JSON
 * @param base64 it in base64, if it was asked for and is anything else
 * @since 0.1
 */
public record PayloadText(String contentType, int size, Optional<String> text, Optional<String> base64) {

    /** Only what it is. */
    static PayloadText outline(Payload payload) {
        return new PayloadText(payload.contentType(), payload.bytes().length, Optional.empty(), Optional.empty());
    }

    /** With all its bytes. */
    public static PayloadText whole(Payload payload) {
        Optional<String> text = isText(payload.contentType()) ? utf8(payload.bytes()) : Optional.empty();
        Optional<String> base64 = text.isPresent()
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(payload.bytes()));
        return new PayloadText(payload.contentType(), payload.bytes().length, text, base64);
    }

    private static boolean isText(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.contains("json") || type.contains("xml");
    }

    /** The text; none: it says that it is text, but is not. */
    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
