package io.sluice.core;

import java.util.List;

/**
 * What one step decided.
 *
 * @param events what changed, in order; without the {@link Event.Soft} ones
 * @param effects what has to be sent, in order
 * @param more whether the step stopped at its bound and wants to be called again
 * @since 0.1
 */
public record Output(List<Recorded> events, List<Effect> effects, boolean more) {}
