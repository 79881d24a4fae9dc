package io.sluice.registry.confluent;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.avro.Schema;

/** The port of Sluice over Confluent's client. */
final class ConfluentRegistry implements SchemaRegistry {

    private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";
    private static final Set<String> STRONG_ENOUGH = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

    private final SchemaRegistryClient client;

    ConfluentRegistry(SchemaRegistryClient client) {
        this.client = client;
    }

    private interface Question<T> {
        T ask() throws IOException, RestClientException;
    }

    @Override
    public OptionalInt idOf(String subject, Schema schema) {
        return asking(
                        "look up " + schema.getFullName() + " in the subject " + subject,
                        () -> client.getId(subject, new AvroSchema(schema.toString())))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    @Override
    public int register(String subject, Schema schema) {
        asking("say how compatible " + subject + " must be", () -> client.getCompatibility(subject))
                .filter(STRONG_ENOUGH::contains)
                .or(() -> asking(
                        "make " + subject + " " + COMPATIBILITY,
                        () -> client.updateCompatibility(subject, COMPATIBILITY)));
        String what = "register " + schema.getFullName() + " under the subject " + subject;
        return asking(what, () -> client.register(subject, new AvroSchema(schema.toString())))
                .orElseThrow(() -> new SchemaRegistryException(
                        "the schema registry was asked to " + what + " and knows no such subject"));
    }

    @Override
    public List<String> objections(String subject, Schema schema) {
        return asking(
                        "check " + schema.getFullName() + " against the subject " + subject,
                        () -> client.testCompatibilityVerbose(subject, new AvroSchema(schema.toString())))
                .orElse(List.of());
    }

    @Override
    public Optional<Schema> byId(int id) {
        if (id < 0) {
            return Optional.empty();
        }
        try {
            return asking("say what schema " + id + " is", () -> client.getSchemaById(id))
                    .map(ParsedSchema::rawSchema)
                    .filter(Schema.class::isInstance)
                    .map(Schema.class::cast);
        } catch (SchemaRegistryException e) {
            throw e;
        } catch (RuntimeException e) {
            // An answer came, but it is none of Avro's: so it is none of ours.
            return Optional.empty();
        }
    }

    /** The answer; empty: the registry itself says that it knows no such thing. */
    private static <T> Optional<T> asking(String what, Question<T> question) {
        try {
            return Optional.ofNullable(question.ask());
        } catch (RestClientException e) {
            // Only the registry's own 404 says more; any other may be a gateway's.
            if (e.getStatus() == 404 && e.getErrorCode() / 100 == 404) {
                return Optional.empty();
            }
            String words =
                    "the schema registry was asked to " + what + " and said: " + e.getStatus() + " " + e.getMessage();
            if (e.getStatus() >= 500 || e.getStatus() == 429 || e.getStatus() == 408 || e.getStatus() == 404) {
                throw new SchemaRegistryUnavailableException(words, e);
            }
            throw new SchemaRegistryException(words, e);
        } catch (IOException e) {
            throw new SchemaRegistryUnavailableException(
                    "the schema registry was asked to " + what + " and does not answer: " + e, e);
        }
    }
}
