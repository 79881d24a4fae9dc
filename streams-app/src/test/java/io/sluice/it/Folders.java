package io.sluice.it;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** New folders under {@code target}, which a clean build removes. */
final class Folders {

    private Folders() {}

    static Path fresh(String name) {
        String unique = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        return Path.of("target", "it", name + "-" + unique).toAbsolutePath();
    }
}
