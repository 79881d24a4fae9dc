package io.sluice.registry.confluent;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryProvider;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes Confluent's own client wherever this jar is on the class path: for OAuth, and whatever else only that client knows.
 *
 * @since 0.1
 */
public final class ConfluentProvider implements SchemaRegistryProvider {

    private static final int MOST_KEPT = 1000;
    private static final String USER_INFO = RegistrySettings.PREFIX + "basic.auth.user.info";
    private static final String CREDENTIALS_SOURCE = RegistrySettings.PREFIX + "basic.auth.credentials.source";
    private static final String VERIFICATION = RegistrySettings.PREFIX + "ssl.endpoint.identification.algorithm";

    /** Called by the service loader. */
    public ConfluentProvider() {}

    @Override
    public SchemaRegistry open(RegistrySettings settings) {
        List<String> urls = settings.urls().stream().map(URI::toString).toList();
        return new ConfluentRegistry(new CachedSchemaRegistryClient(
                urls, MOST_KEPT, List.of(new AvroSchemaProvider()), clientSettings(settings), Map.of()));
    }

    /**
     * All with the prefix, for without it that client passes over those of TLS. And it verifies no host name once it has any
     * setting at all, unless it is told to.
     */
    static Map<String, Object> clientSettings(RegistrySettings settings) {
        Map<String, Object> all = new HashMap<>(settings.all());
        all.put(VERIFICATION, "https");
        // Of itself it looks for nobody anywhere.
        all.putIfAbsent(CREDENTIALS_SOURCE, all.containsKey(USER_INFO) ? "USER_INFO" : "URL");
        return all;
    }
}
