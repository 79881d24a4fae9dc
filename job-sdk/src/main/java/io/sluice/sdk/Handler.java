package io.sluice.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

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

    /** Those of an interface's methods, under each name that they have or had. */
    static <I> List<Handler> of(Class<I> jobs, I code, HandlerOptions options) {
        return JobInterface.of(jobs).methods().stream()
                .flatMap(method ->
                        method.names().map(name -> of(name, method, code, options.also(method.handlerOptions()))))
                .toList();
    }

    private static Handler of(String name, JobMethodType method, Object code, HandlerOptions options) {
        if (!method.method().canAccess(code)) {
            throw new IllegalArgumentException(
                    "jobs of " + method + " cannot be run: its module does not let " + Handler.class.getModule()
                            + " call it. Let the module export, or open, the package of the interface");
        }
        return new Handler(
                name, new Call(method), (arguments, context) -> method.invoke(code, (Object[]) arguments), options);
    }

    private record Call(JobMethodType method) implements PayloadForm {

        @Override
        public Object read(Json json, ByteBuffer payload) throws IOException {
            return Arguments.read(json.mapper(), method, payload);
        }

        @Override
        public String words() {
            return "the arguments of " + method;
        }
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
