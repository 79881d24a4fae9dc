package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import java.io.IOException;
import java.time.Instant;

/**
 * An event as one JSON document with all its fields, named as in the rules' own words; a new field shows by itself.
 *
 * @since 0.1
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = Answers.json()
            .copy()
            .addMixIn(Job.class, OfJob.class)
            .addMixIn(Submission.class, OfSubmission.class)
            .registerModule(new SimpleModule()
                    .addSerializer(JobId.class, new ToStringSerializer())
                    .addSerializer(FlowId.class, new ToStringSerializer())
                    .addSerializer(ChannelPath.class, new ToStringSerializer())
                    .addSerializer(BundleId.class, new ToStringSerializer())
                    .addSerializer(Payload.class, new OfPayload()));

    private EventJson() {}

    /** The document, without a line break. */
    public static String line(Recorded recorded) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("at", Instant.ofEpochMilli(recorded.at()).toString());
        line.put("tree", recorded.tree());
        line.put("number", recorded.number());
        line.put("event", recorded.event().getClass().getSimpleName());
        line.set("command", MAPPER.valueToTree(recorded.cause().command()));
        line.put("by", recorded.cause().by());
        line.put("job", EventFacts.job(recorded.event()));
        line.setAll((ObjectNode) MAPPER.valueToTree(recorded.event()));
        try {
            return MAPPER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + recorded + " as JSON", e);
        }
    }

    /** A job as one flat object: how our records nest is nobody's business. */
    private interface OfJob {
        @JsonUnwrapped
        Submission asked();

        /** What was asked for says it as well. */
        @JsonIgnore
        ChannelPath channel();
    }

    private interface OfSubmission {
        @JsonUnwrapped
        Submission.Options options();
    }

    private static final class OfPayload extends StdSerializer<Payload> {

        OfPayload() {
            super(Payload.class);
        }

        @Override
        public void serialize(Payload payload, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeObject(PayloadText.whole(payload));
        }
    }
}
