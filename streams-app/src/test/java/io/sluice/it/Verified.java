package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.proof.Verification;
import io.sluice.state.Comparison.Difference;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** That the state of every partition is what its events make. */
final class Verified {

    private Verified() {}

    static void mustBe(String bootstrapServers, Path directory) {
        assertThat(differences(bootstrapServers, directory)).isEmpty();
    }

    static List<Difference> differences(String bootstrapServers, Path directory) {
        return differences(bootstrapServers, Wire.bundled(), directory);
    }

    static List<Difference> differences(String bootstrapServers, Wire wire, Path directory) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        int partitions = Verification.partitions(kafka, "sluice");
        List<Difference> differences = new ArrayList<>();
        for (int number = 0; number < partitions; number++) {
            new Verification(
                            new Verification.Plan(kafka, wire, "sluice", partitions, directory),
                            number,
                            (what, share) -> {})
                    .run(differences::add);
        }
        return differences;
    }
}
