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
            case Command.CascadeDue c -> "cascade " + c.parent();
            case Command.FlowDue c -> "flow " + c.flow();
            case Command.ChannelDue c -> "channel " + c.tree() + "/" + c.channel();
            case Command.ScheduleDue c -> "schedule " + c.tree() + " " + c.id();
            // jobs
            case Command.ExpireDue c -> "expires " + c.job();
            case Command.DedupDue c -> "dedup " + c.job();
            case Command.PurgeDue c -> "purge " + c.tree() + "/" + c.channel() + (c.failed() ? " failed" : "");
            case Command.PurgeJobDue c -> "purge " + c.job();
            case Command.RetentionDue c ->
                "retention " + c.tree() + " after " + c.after() + (c.others() ? " and others" : "");
            case Command.SweepDue c -> "sweep " + c.tree() + " " + c.sweep();
            // what is written again
            case Command.CarryDue c -> "carry " + c.tree();
            case Command.CountersDue c -> "counters " + c.tree();
        };
    }
}
