package io.sluice.sdk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Jobs that wait for each other, submitted in one record, all or none of them. Chains and groups are nested freely:
 *
 * <pre>{@code
 * client.submit(JobFlow.chain(
 *         JobRequest.of(EXTRACT, day),
 *         JobFlow.group(JobRequest.of(SCORE, "eu"), JobRequest.of(SCORE, "us")),
 *         JobRequest.of(REPORT, day)));
 * }</pre>
 *
 * <p>Every last job of a chain's element precedes every first job of the next. Other edges, and what is to happen on a failure,
 * are drawn with a {@link #builder()}. Immutable; the same flow may be submitted often, each time as new jobs, unless ids were
 * given.
 *
 * @since 0.1
 */
public final class JobFlow implements FlowPart {

    /** How its parts hang together. */
    enum Shape {
        CHAIN,
        GROUP,
        STEPS
    }

    private final Shape shape;
    private final List<FlowPart> parts;
    private final List<FlowStep> steps;
    private final String description;
    private final FlowId id;

    private JobFlow(Shape shape, List<FlowPart> parts, List<FlowStep> steps, String description, FlowId id) {
        this.shape = shape;
        this.parts = parts;
        this.steps = steps;
        this.description = description;
        this.id = id;
    }

    /**
     * One after the other.
     *
     * @throws IllegalArgumentException if there are none
     * @since 0.1
     */
    public static JobFlow chain(FlowPart... parts) {
        return chain(List.of(parts));
    }

    /**
     * One after the other.
     *
     * @throws IllegalArgumentException if there are none
     * @since 0.1
     */
    public static JobFlow chain(List<? extends FlowPart> parts) {
        return new JobFlow(Shape.CHAIN, checked("chain", parts), List.of(), "", null);
    }

    /**
     * All at the same time, as far as their channels allow.
     *
     * @throws IllegalArgumentException if there are none
     * @since 0.1
     */
    public static JobFlow group(FlowPart... parts) {
        return group(List.of(parts));
    }

    /**
     * All at the same time, as far as their channels allow.
     *
     * @throws IllegalArgumentException if there are none
     * @since 0.1
     */
    public static JobFlow group(List<? extends FlowPart> parts) {
        return new JobFlow(Shape.GROUP, checked("group", parts), List.of(), "", null);
    }

    /**
     * Splits a collection into batches that run at the same time, as far as their channels allow.
     *
     * <pre>{@code
     * client.submit(JobFlow.groupOf(invoices, 500, batch -> JobRequest.of(SEND_ALL, batch)));
     * }</pre>
     *
     * @param all what is split, in its order
     * @param size of each batch but the last, which may be smaller
     * @param job a batch's job, or its flow; the batch is a list of its own
     * @throws IllegalArgumentException if there is nothing to split, or the size is not positive
     * @since 0.1
     */
    public static <E> JobFlow groupOf(
            Collection<? extends E> all, int size, Function<? super List<E>, ? extends FlowPart> job) {
        return group(batches(all, size, job));
    }

    /**
     * Splits a collection into batches that run one after the other. As {@link #groupOf}.
     *
     * @throws IllegalArgumentException if there is nothing to split, or the size is not positive
     * @since 0.1
     */
    public static <E> JobFlow chainOf(
            Collection<? extends E> all, int size, Function<? super List<E>, ? extends FlowPart> job) {
        return chain(batches(all, size, job));
    }

    private static <E> List<FlowPart> batches(
            Collection<? extends E> all, int size, Function<? super List<E>, ? extends FlowPart> job) {
        if (size < 1) {
            throw new IllegalArgumentException("batches of " + size + " cannot be made; a batch has 1 or more");
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to split into batches; a flow has at least one job");
        }
        List<E> list = new ArrayList<>(all);
        List<FlowPart> parts = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            int to = Math.min(list.size(), from + size);
            parts.add(job.apply(Collections.unmodifiableList(new ArrayList<>(list.subList(from, to)))));
        }
        return parts;
    }

    private static List<FlowPart> checked(String what, List<? extends FlowPart> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "a " + what + " of a flow is empty; give it at least one job, or leave it out");
        }
        return List.copyOf(parts);
    }

    /**
     * A flow put together edge by edge.
     *
     * @since 0.1
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * One line for people. Default: none. Of flows within a flow it is not kept.
     *
     * @throws IllegalArgumentException if it is longer than 1024 characters
     * @since 0.1
     */
    public JobFlow description(String words) {
        return new JobFlow(shape, parts, steps, Limits.checkDescription(Objects.requireNonNull(words)), id);
    }

    /**
     * The flow's own id; a second flow with it is ignored as long as the first is kept. Default: a new one on each submission.
     *
     * @since 0.1
     */
    public JobFlow id(FlowId its) {
        return new JobFlow(shape, parts, steps, description, Objects.requireNonNull(its));
    }

    Shape shape() {
        return shape;
    }

    List<FlowPart> parts() {
        return parts;
    }

    List<FlowStep> steps() {
        return steps;
    }

    String description() {
        return description;
    }

    Optional<FlowId> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Puts a flow together edge by edge:
     *
     * <pre>{@code
     * JobFlow.Builder flow = JobFlow.builder();
     * FlowStep charge = flow.add(JobRequest.of(CHARGE, order));
     * flow.add(JobRequest.of(SHIP, order)).after(charge);
     * flow.add(JobRequest.of(APOLOGIZE, order)).onFailure(charge);
     * client.submit(flow.build());
     * }</pre>
     *
     * <p>What follows such a flow in a chain follows the jobs that nothing in it waits for; those that are only there for a
     * failure are not waited for.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final List<FlowStep> steps = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a job, or a flow, that waits for nothing as long as nothing else is said.
         *
         * @since 0.1
         */
        public FlowStep add(FlowPart part) {
            FlowStep step = new FlowStep(this, Objects.requireNonNull(part));
            steps.add(step);
            return step;
        }

        /**
         * The flow with all that was added so far.
         *
         * @throws IllegalArgumentException if nothing was
         * @since 0.1
         */
        public JobFlow build() {
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("a flow without any job; add at least one");
            }
            return new JobFlow(Shape.STEPS, List.of(), List.copyOf(steps), "", null);
        }
    }
}
