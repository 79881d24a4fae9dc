package io.sluice.app;

/**
 * What the exit code of a command says to scripts. docs/cli.md has the same list.
 *
 * @since 0.1
 */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** Understood but refused, failed, or nothing of that name. */
    public static final int REFUSED = 1;

    /** Bad usage, or nobody there to ask. */
    public static final int UNREACHABLE = 2;

    private ExitCode() {}
}
