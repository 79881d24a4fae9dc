package io.sluice.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * What whoever asks the API has to know. All instances of one scheduler have the same one, for they ask each other.
 *
 * @param value 16 to 512 letters, digits and {@code - . _ ~ + / =}, as bearer tokens may be
 * @since 0.1
 */
public record HttpToken(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
    private static final String SCHEME = "Bearer ";

    /** @throws IllegalArgumentException if it is too short to be kept secret, or cannot stand in a header */
    public HttpToken {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a token of " + value.length() + " characters that is none; expected are 16 to 512 letters,"
                            + " digits and - . _ ~ + / =, such as openssl rand -hex 32 makes");
        }
    }

    /** How it stands in the header {@code Authorization}. */
    public String header() {
        return SCHEME + value;
    }

    /** Whether a header {@code Authorization} holds it; takes as long for a wrong one as for the right one. */
    boolean isIn(String header) {
        // Schemes are written in either case.
        boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        byte[] given = header.substring(isBearer ? SCHEME.length() : 0).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, value.getBytes(StandardCharsets.UTF_8)) && isBearer;
    }

    /** Nothing of it: tokens are never printed. */
    @Override
    public String toString() {
        return "…";
    }
}
