package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar that services get; it is there once the module is packaged. */
class JarIT {

    private static final long MOST_BYTES = 400 * 1024;

    @Test
    void it_is_small() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            jars = files.filter(file -> file.getFileName().toString().matches("job-sdk-[^-]+(-SNAPSHOT)?\\.jar"))
                    .toList();
        }
        assertThat(jars).hasSize(1);
        assertThat(Files.size(jars.get(0))).isLessThan(MOST_BYTES);
    }
}
