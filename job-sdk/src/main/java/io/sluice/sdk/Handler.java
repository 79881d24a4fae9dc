package io.sluice.sdk;

/** A handler with the type that it handles; the two belong to the same payload class, which is checked where they meet. */
record Handler(JobType<?> type, JobHandler<Object> code, HandlerOptions options) {

    @SuppressWarnings("unchecked")
    static <T> Handler of(JobType<T> type, JobHandler<T> code, HandlerOptions options) {
        return new Handler(type, (payload, context) -> code.handle((T) payload, context), options);
    }
}
