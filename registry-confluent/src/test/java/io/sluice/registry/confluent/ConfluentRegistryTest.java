package io.sluice.registry.confluent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.sluice.schemas.Command;
import io.sluice.schemas.Pause;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Subject;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ConfluentRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("A").fields().requiredInt("a").endRecord();

    private final MockSchemaRegistryClient client = new MockSchemaRegistryClient();
    private final SchemaRegistry registry = new ConfluentRegistry(client);

    @Test
    void what_is_registered_is_found_and_what_is_not_is_not() throws Exception {
        assertThat(registry.idOf("a-value", SCHEMA)).isEmpty();
        assertThat(registry.objections("a-value", SCHEMA)).isEmpty();
        int id = registry.register("a-value", SCHEMA);
        assertThat(registry.idOf("a-value", SCHEMA)).hasValue(id);
        assertThat(registry.byId(id)).contains(SCHEMA);
        assertThat(registry.byId(id + 1)).isEmpty();
        assertThat(registry.byId(-1)).isEmpty();
        assertThat(client.getCompatibility("a-value")).isEqualTo("BACKWARD_TRANSITIVE");
    }

    @Test
    void records_have_its_ids() {
        RecordFormats formats = RecordFormats.over(registry);
        formats.prepare(formats.command());
        Command command = Command.newBuilder()
                .setBody(Pause.newBuilder().setChannel("root").build())
                .build();
        byte[] bytes = formats.command().encode(command);
        assertThat((int) bytes[4])
                .isEqualTo(Subject.of(Command.class.getName()).id(registry).getAsInt());
        assertThat(RecordFormats.over(registry).command().decode(bytes)).isEqualTo(command);
    }

    @Test
    void a_registry_that_does_not_answer_is_away() {
        SchemaRegistry gone = open(Map.of("schema.registry.url", "http://127.0.0.1:1"));
        assertThatThrownBy(() -> gone.byId(1)).isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void host_names_are_verified_whatever_else_is_set() {
        assertThat(settings(Map.of("schema.registry.url", "https://a:1")))
                .containsEntry("schema.registry.ssl.endpoint.identification.algorithm", "https");
        assertThatThrownBy(() -> open(Map.of(
                        "schema.registry.url", "https://a:1",
                        "schema.registry.ssl.endpoint.identification.algorithm", "none")))
                .hasMessageContaining("always verified");
    }

    @Test
    void user_info_is_used_also_where_nobody_says_that_it_should() {
        assertThat(settings(Map.of("schema.registry.url", "https://a:1", "basic.auth.user.info", "ann:wonder")))
                .containsEntry("schema.registry.basic.auth.credentials.source", "USER_INFO");
    }

    private static Map<String, Object> settings(Map<String, String> given) {
        return ConfluentProvider.clientSettings(RegistrySettings.of(given).orElseThrow());
    }

    private static SchemaRegistry open(Map<String, String> given) {
        SchemaRegistry opened = RegistrySettings.of(given).orElseThrow().open();
        assertThat(opened).isInstanceOf(ConfluentRegistry.class);
        return opened;
    }
}
