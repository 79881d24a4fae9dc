package io.sluice.sdk;

/**
 * What the scheduler made of a command.
 *
 * <pre>{@code
 * Verdict verdict = handle.admitted().get(10, TimeUnit.SECONDS);
 * if (verdict instanceof Verdict.Duplicate twin) {
 *     return client.handle(twin.existing());
 * }
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /**
     * It was carried out; a submitted job is stored.
     *
     * @since 0.1
     */
    record Accepted() implements Verdict {}

    /**
     * A submitted job was not stored, because its job is there already.
     *
     * @param existing the job that is there
     * @since 0.1
     */
    record Duplicate(JobId existing) implements Verdict {}

    /**
     * A submitted job was not stored, because a job that waits took over its payload, priority and ETA.
     *
     * @param existing that job
     * @since 0.1
     */
    record Replaced(JobId existing) implements Verdict {}

    /**
     * It was refused and changed nothing.
     *
     * @param code the kind of refusal, such as {@code UNKNOWN_JOB}
     * @param reason what was wrong and what is possible, in words
     * @since 0.1
     */
    record Rejected(String code, String reason) implements Verdict {}
}
