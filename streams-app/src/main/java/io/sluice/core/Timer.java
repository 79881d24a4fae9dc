package io.sluice.core;

/**
 * A command with a date. Timers are never called off: one that comes too late finds another state and does nothing.
 *
 * @param due when, in the partition's time
 * @param subject what it is about; with {@code due} it names the timer
 * @param failures how often its command threw
 * @param command what happens then
 * @since 0.1
 */
public record Timer(long due, String subject, int failures, Command.Timed command) {

    /** A timer for a command that has not failed yet. */
    public static Timer at(long due, Command.Timed command) {
        return new Timer(due, subject(command), 0, command);
    }

    private static String subject(Command.Timed command) {
        return switch (command) {
            case Command.JobDue c -> "job " + c.job();
            case Command.WorkerDue c -> "worker " + c.worker();
            case Command.TopicDue c -> "topic " + c.topic();
            case Command.ReleaseDue c -> "release " + c.bundle();
            case Command.TypeDue c -> "type " + c.topic() + " " + c.type();
        };
    }
}
