package io.sluice.app;

import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;

/**
 * Ends a command with one clear line on stderr and an exit code.
 *
 * @since 0.1
 */
public final class CommandFailed extends RuntimeException {

    private final int exitCode;

    private CommandFailed(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Understood but refused: {@link ExitCode#REFUSED}. */
    public static CommandFailed refused(String message) {
        return new CommandFailed(ExitCode.REFUSED, message);
    }

    /** Nobody there to ask: {@link ExitCode#UNREACHABLE}. */
    public static CommandFailed unreachable(String message) {
        return new CommandFailed(ExitCode.UNREACHABLE, message);
    }

    /** Options that make no sense: {@link ExitCode#UNREACHABLE}, as for options that do not read. */
    public static CommandFailed badUsage(String message) {
        return new CommandFailed(ExitCode.UNREACHABLE, message);
    }

    /** The schema registry is not there, or refused. */
    static CommandFailed of(SchemaRegistryException problem) {
        return problem instanceof SchemaRegistryUnavailableException
                ? unreachable(problem.getMessage())
                : refused(problem.getMessage());
    }

    int exitCode() {
        return exitCode;
    }
}
