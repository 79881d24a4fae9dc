package io.sluice.app;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.sluice.app.traces.Traces;
import io.sluice.streams.PartitionListener;
import java.util.Map;

/**
 * Where the spans of an instance go, if anywhere.
 *
 * @param listeners who makes them
 * @param end sends what is left and lets go
 */
record TraceExport(PartitionListener.Opening listeners, Runnable end) {

    /** Nowhere. */
    private static final TraceExport NONE = new TraceExport(PartitionListener.Opening.NONE, () -> {});

    boolean isOn() {
        return this != NONE;
    }

    /** To where the settings say. */
    static TraceExport of(AppConfig config) {
        return config.tracing() ? otlp(config.applicationId()) : NONE;
    }

    /** To somebody else's, who ends it as well. */
    static TraceExport to(OpenTelemetry openTelemetry) {
        return new TraceExport(new Traces(openTelemetry).listeners(), () -> {});
    }

    /** The variables win over what is set here. Spans are all that is sent, and by HTTP, for which the JDK is enough. */
    private static TraceExport otlp(String applicationId) {
        Map<String, String> otherwise = Map.of(
                "otel.service.name", applicationId,
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> otherwise)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            return new TraceExport(new Traces(sdk).listeners(), sdk::close);
        } catch (RuntimeException e) {
            throw new ConfigException("the setting " + Setting.TRACING.key()
                    + " is otlp, but the OTEL_* variables cannot" + " be followed: " + Reason.of(e));
        }
    }
}
