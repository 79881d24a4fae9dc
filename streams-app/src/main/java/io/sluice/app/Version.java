package io.sluice.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which Sluice on which JDK. */
final class Version implements IVersionProvider {

    private static final String BUILD = "/META-INF/maven/io.sluice/streams-app/pom.properties";

    /** The version of the jar; {@code development} for classes that are in none. */
    static String text() {
        try (InputStream in = Version.class.getResourceAsStream(BUILD)) {
            Properties build = new Properties();
            if (in != null) {
                build.load(in);
            }
            return build.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(BUILD + " in this jar cannot be read", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "Sluice " + text(), "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
