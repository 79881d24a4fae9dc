package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The schemas are the documentation that services in other languages have. */
class DocsTest {

    @Test
    void every_type_and_every_field_says_what_it_means() {
        List<String> silent = new ArrayList<>();
        Schemas.named().values().forEach(schema -> {
            if (isBlank(schema.getDoc())) {
                silent.add(schema.getName());
            }
            if (schema.getType() == Schema.Type.RECORD) {
                schema.getFields().stream()
                        .filter(field -> isBlank(field.doc()))
                        .forEach(field -> silent.add(schema.getName() + "." + field.name()));
            }
        });
        assertThat(silent).as("without a doc").isEmpty();
    }

    @Test
    void the_walk_sees_the_types_that_lie_deepest() {
        assertThat(Schemas.named())
                .containsKeys(
                        "io.sluice.schemas.Uuid", "io.sluice.schemas.ExponentialRetry", "io.sluice.schemas.JobError");
    }

    private static boolean isBlank(String doc) {
        return doc == null || doc.isBlank();
    }
}
