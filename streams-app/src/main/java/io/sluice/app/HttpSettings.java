package io.sluice.app;

import io.sluice.web.Door;
import io.sluice.web.HttpToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads where the query API listens, and what whoever asks it has to know. */
final class HttpSettings {

    private HttpSettings() {}

    /** @throws ConfigException if other machines could ask without a token, or something does not read */
    static AppConfig.Http read(SettingReader read) {
        String host = read.matching(Setting.HTTP_HOST, "[^\\s/]+");
        Optional<HttpToken> token = token(read);
        if (token.isEmpty() && !Door.isLoopback(host)) {
            throw read.wrong(
                    Setting.HTTP_HOST,
                    "other machines may reach it, and no token is set: allowed without one is a loopback address"
                            + " such as 127.0.0.1, ::1 or localhost. Set " + Setting.HTTP_TOKEN.variable() + " or "
                            + Setting.HTTP_TOKEN_FILE.flag());
        }
        return new AppConfig.Http(
                host,
                read.number(Setting.HTTP_PORT, 0, 65535),
                read.optional(Setting.ADVERTISED_URL, "[^:/\\s]+:[0-9]{1,5}"),
                token);
    }

    private static Optional<HttpToken> token(SettingReader read) {
        String file = read.text(Setting.HTTP_TOKEN_FILE);
        String token = read.text(Setting.HTTP_TOKEN);
        if (!file.isEmpty() && !token.isEmpty()) {
            throw read.wrong(Setting.HTTP_TOKEN_FILE, "a token is given as well; only one of both is allowed");
        }
        if (file.isEmpty()) {
            return token.isEmpty() ? Optional.empty() : Optional.of(checked(token, Setting.HTTP_TOKEN, read));
        }
        try {
            return Optional.of(checked(Files.readString(Path.of(file)).strip(), Setting.HTTP_TOKEN_FILE, read));
        } catch (IOException e) {
            throw read.wrong(Setting.HTTP_TOKEN_FILE, "it cannot be read: " + e);
        }
    }

    private static HttpToken checked(String token, Setting from, SettingReader read) {
        try {
            return new HttpToken(token);
        } catch (IllegalArgumentException e) {
            throw read.wrong(from, "it is " + e.getMessage());
        }
    }
}
