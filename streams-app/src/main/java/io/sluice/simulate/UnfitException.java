package io.sluice.simulate;

/** The line reads, but the rules have no such thing, for example a dedup key of no character: for them to refuse. */
final class UnfitException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnfitException(IllegalArgumentException why) {
        super(why.getMessage(), why);
    }
}
