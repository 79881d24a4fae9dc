package io.sluice.schemas;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this source tree lies, wherever the tests were started. */
final class Repository {

    /** Set to {@code add}: files that are missing are written. None that is there is ever touched. */
    static final boolean ADDS_FILES = "add".equals(System.getProperty("sluice.golden"));

    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("schemas/src/main/avro"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside Sluice's source tree: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    static Path schemas() {
        return root().resolve("schemas");
    }
}
