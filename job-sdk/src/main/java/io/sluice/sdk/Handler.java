package io.sluice.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What runs the jobs of one type.
 *
 * @param type name of the job type
 * @param form what its payload is
 * @param code gets what the form read
 */
record Handler(String type, PayloadForm form, JobHandler<Object> code, HandlerOptions options) {

    /** How a payload is read; what comes out is what the handler's code takes. */
    interface PayloadForm {

        /** The payload, or what is wrong with it as any exception. */
        Object read(Json json, ByteBuffer payload) throws IOException;

        /** What was expected, for people. */
        String words();
    }

    /** The two belong to the same payload class, which is checked where they meet. */
    @SuppressWarnings("unchecked")
    static <T> Handler of(JobType<T> type, JobHandler<T> code, HandlerOptions options) {
        return new Handler(
                type.name(), new Plain(type), (payload, context) -> code.handle((T) payload, context), options);
    }

    private record Plain(JobType<?> type) implements PayloadForm {

        @Override
        public Object read(Json json, ByteBuffer payload) throws IOException {
            return json.read(type.payload(), payload);
        }

        @Override
        public String words() {
            return type.payload().toCanonical();
        }
    }
}
