package io.sluice.core;

/**
 * A job that runs nothing: it needs no seat and no worker, and is DONE as soon as its parents allow. A group that follows a
 * group goes through one, so that n jobs before m others cost n + m edges.
 *
 * @since 0.1
 */
public final class Join {

    /** The type of all of them: no other job can have it, for it is no name. */
    public static final String TYPE = "sluice.join";

    private Join() {}
}
