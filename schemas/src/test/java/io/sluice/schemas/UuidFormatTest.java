package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidFormatTest {

    @Test
    void the_bytes_are_those_of_the_text_in_order() {
        UUID id = UUID.fromString("01977420-dc00-7123-8abc-0123456789ab");
        assertThat(HexFormat.of().formatHex(UuidFormat.encode(id).bytes()))
                .isEqualTo(id.toString().replace("-", ""));
    }

    @Test
    void every_id_comes_back() {
        long seed = 20_260_101L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            assertThat(UuidFormat.decode(UuidFormat.encode(id)))
                    .as("seed " + seed)
                    .isEqualTo(id);
        }
        assertThat(UuidFormat.decode(UuidFormat.encode(new UUID(0, 0)))).isEqualTo(new UUID(0, 0));
        assertThat(UuidFormat.decode(UuidFormat.encode(new UUID(-1, -1)))).isEqualTo(new UUID(-1, -1));
    }
}
