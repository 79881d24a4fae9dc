package io.sluice.app;

import java.util.List;

/**
 * Adds commands to {@code sluice}. Found by {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/io.sluice.app.CommandProvider}.
 *
 * <p>A command is an object with picocli's {@code @Command} that is a {@code Callable<Integer>}: its answer is the exit code.
 * It prints data to {@code spec.commandLine().getOut()} and everything else to {@code getErr()}, throws
 * {@link CommandFailed} to end with a message, and shows an example in the footer of its help.
 *
 * @since 0.1
 */
public interface CommandProvider {

    /** New command objects, each named by its annotation. */
    List<Object> commands();
}
