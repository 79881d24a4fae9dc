package io.sluice.core;

/**
 * The state of a partition as the rules may change it: by recording, and in steps that land wholly or not at all.
 *
 * @since 0.1
 */
public interface State extends StateView {

    /** Changes the state by one event. Nothing reaches the store before {@link #land}. */
    void apply(Recorded recorded);

    /** Writes all that was applied since the last landing, at once. */
    void land();

    /** Forgets all that was applied since the last landing. */
    void discard();
}
