package io.sluice.sdk;

import java.util.List;

/** A recorded call: what a job of a {@link JobMethod} carries. */
record MethodCall(JobMethodType method, List<Object> arguments) {

    static MethodCall of(JobMethodType method, Object[] arguments) {
        // Not List.of: null is an argument as any other.
        return new MethodCall(
                method,
                arguments == null
                        ? List.of()
                        : java.util.Collections.unmodifiableList(java.util.Arrays.asList(arguments.clone())));
    }
}
