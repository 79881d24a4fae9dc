package io.sluice.app;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps values that open doors out of messages. */
final class Secrets {

    private static final Pattern SECRET =
            Pattern.compile("password|secret|jaas|token|user\\.info|credential|private|keystore\\.key");

    private Secrets() {}

    /** The value, or dots if the key says that it is nobody's business. */
    static String shown(String key, String value) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() ? "…" : value.replaceAll("//.*@", "//…@");
    }
}
