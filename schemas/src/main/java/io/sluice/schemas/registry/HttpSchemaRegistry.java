package io.sluice.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schemas.registry.RegistryHttp.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** A registry that speaks Confluent's REST API, asked by the JDK's own HTTP client. */
final class HttpSchemaRegistry implements SchemaRegistry {

    private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";
    private static final Set<String> STRONG_ENOUGH = Set.of(COMPATIBILITY, "FULL_TRANSITIVE");

    /** Names of settings without the prefix. */
    private static final Set<String> KNOWN = Set.of(
            "url",
            "auto.register",
            "write",
            "start.timeout.ms",
            "basic.auth.credentials.source",
            "basic.auth.user.info",
            "http.connect.timeout.ms",
            "http.read.timeout.ms",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.key.password",
            "ssl.endpoint.identification.algorithm");

    /** Far more than one cluster has of ours; whoever sends forged ids shall not fill the memory. */
    private static final int MOST_KEPT = 1000;

    private static final int SUBJECT_UNKNOWN = 40401;
    private static final int SCHEMA_UNKNOWN = 40403;

    private final RegistryHttp http;
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();

    private HttpSchemaRegistry(RegistryHttp http) {
        this.http = http;
    }

    static HttpSchemaRegistry open(RegistrySettings settings) {
        settings.all().keySet().forEach(HttpSchemaRegistry::checkKnown);
        return new HttpSchemaRegistry(new RegistryHttp(settings));
    }

    /** A mistyped trust store would be no trust store. */
    private static void checkKnown(String key) {
        if (!KNOWN.contains(key.substring(RegistrySettings.PREFIX.length()))) {
            throw new IllegalArgumentException("unknown setting " + key + " of the schema registry. Known are "
                    + String.join(", ", new TreeSet<>(KNOWN)) + ", all with " + RegistrySettings.PREFIX
                    + " in front; more are known to Confluent's own client, the module registry-confluent");
        }
    }

    @Override
    public OptionalInt idOf(String subject, Schema schema) {
        Answer answer = http.post("/subjects/" + encoded(subject), body(schema));
        if (answer.code() == SUBJECT_UNKNOWN || answer.code() == SCHEMA_UNKNOWN) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(id(answer, "look up " + schema.getFullName() + " in the subject " + subject));
    }

    @Override
    public int register(String subject, Schema schema) {
        String what = "register " + schema.getFullName() + " under the subject " + subject;
        strengthen(subject);
        // The registry checks and writes in one step, so nobody comes in between.
        return id(http.post("/subjects/" + encoded(subject) + "/versions", body(schema)), what);
    }

    private void strengthen(String subject) {
        String path = "/config/" + encoded(subject);
        String level = http.get(path).body().path("compatibilityLevel").asText("");
        if (!STRONG_ENOUGH.contains(level)) {
            JsonNode wanted = JsonNodeFactory.instance.objectNode().put("compatibility", COMPATIBILITY);
            checkOk(http.put(path, wanted), "set the compatibility of the subject " + subject + " to " + COMPATIBILITY);
        }
    }

    @Override
    public List<String> objections(String subject, Schema schema) {
        String path = "/compatibility/subjects/" + encoded(subject) + "/versions?verbose=true";
        Answer answer = http.post(path, body(schema));
        if (answer.code() == SUBJECT_UNKNOWN) {
            return List.of();
        }
        String what = "check " + schema.getFullName() + " against the subject " + subject;
        checkOk(answer, what);
        check(answer.body().path("is_compatible").isBoolean(), answer, what, "a word about that");
        if (answer.body().path("is_compatible").asBoolean()) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        answer.body().path("messages").forEach(message -> words.add(message.asText()));
        return words.isEmpty() ? List.of("not compatible; the registry does not say why") : List.copyOf(words);
    }

    /** In the registry's own words, whichever of them: a record whose schema is not there would be waited for for ever. */
    private static boolean isNotThere(Answer answer) {
        return answer.code() / 100 == 404 || answer.code() / 100 == 422;
    }

    @Override
    public Optional<Schema> byId(int id) {
        Schema kept = known.get(id);
        if (kept != null) {
            return Optional.of(kept);
        }
        if (id < 0) {
            // No registry counts that far; some have no answer to it.
            return Optional.empty();
        }
        Answer answer = http.get("/schemas/ids/" + id);
        if (isNotThere(answer)) {
            return Optional.empty();
        }
        String what = "say what schema " + id + " is";
        checkOk(answer, what);
        check(answer.body().path("schema").isTextual(), answer, what, "a schema");
        Optional<Schema> found = avro(answer.body());
        if (known.size() < MOST_KEPT) {
            found.ifPresent(schema -> known.put(id, schema));
        }
        return found;
    }

    /** None of ours is in another language or needs others to be understood. */
    private static Optional<Schema> avro(JsonNode body) {
        try {
            return body.path("schemaType").asText("AVRO").equals("AVRO")
                    ? Optional.of(new Schema.Parser().parse(body.path("schema").asText()))
                    : Optional.empty();
        } catch (SchemaParseException e) {
            return Optional.empty();
        }
    }

    private static JsonNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static int id(Answer answer, String what) {
        checkOk(answer, what);
        JsonNode id = answer.body().path("id");
        check(id.canConvertToInt() && id.asInt() >= 0, answer, what, "an id");
        return id.asInt();
    }

    /** Something that answers every question with a page of its own knows nothing of schemas. */
    private static void check(boolean isThere, Answer answer, String what, String expected) {
        if (!isThere) {
            throw new SchemaRegistryException("the schema registry at " + answer.node() + " was asked to " + what
                    + " and answered without " + expected + ": is this the base URL of a registry's API?");
        }
    }

    private static void checkOk(Answer answer, String what) {
        if (!answer.isOk()) {
            throw new SchemaRegistryException("the schema registry at " + answer.node() + " was asked to " + what
                    + " and refused: " + answer.words() + hint(answer.status()));
        }
    }

    private static String hint(int status) {
        return switch (status) {
            case 401, 403 ->
                ". Check " + RegistrySettings.PREFIX
                        + "basic.auth.user.info, and what that user may do with this subject";
            case 409 ->
                ". Somebody else has put a schema there that this version cannot follow: look at the subject's versions";
            default -> "";
        };
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
