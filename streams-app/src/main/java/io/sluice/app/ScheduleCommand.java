package io.sluice.app;

import io.sluice.sdk.CommandHandle;
import io.sluice.sdk.JobClient;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts, shows and changes schedules. */
@Command(
        name = "schedule",
        description = "Puts, shows, switches, triggers or deletes a schedule: a cron line that submits a job.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  sluice schedule put nightly '30 2 * * *' report --zone Europe/Berlin --overlap skip",
            "  sluice schedule trigger nightly"
        })
final class ScheduleCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private ScheduleCommand() {}

    static CommandLine line() {
        return new CommandLine(new ScheduleCommand())
                .addSubcommand(new SchedulePutCommand())
                .addSubcommand(new ScheduleShowCommand())
                .addSubcommand(new Enable())
                .addSubcommand(new Disable())
                .addSubcommand(new Trigger())
                .addSubcommand(new Delete());
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: put, show, enable, disable, trigger or delete");
    }

    /** One command about one schedule. */
    private abstract static class About implements Runnable {

        @Mixin
        private ScheduleName schedule;

        @Mixin
        private Operator operator;

        final ScheduleName schedule() {
            return schedule;
        }

        final void send(String done, Function<JobClient, CommandHandle> command) {
            operator.send(done + " schedule " + schedule, command);
        }
    }

    @Command(
            name = "enable",
            description = "Switches a schedule on.",
            footer = {"", "Example:", "  sluice schedule enable nightly"})
    private static final class Enable extends About {
        @Override
        public void run() {
            send(
                    "enabled",
                    client ->
                            client.switchSchedule(schedule().tree(), schedule().id(), true));
        }
    }

    @Command(
            name = "disable",
            description = "Switches a schedule off; slots meanwhile are not made up for.",
            footer = {"", "Example:", "  sluice schedule disable nightly"})
    private static final class Disable extends About {
        @Override
        public void run() {
            send(
                    "disabled",
                    client ->
                            client.switchSchedule(schedule().tree(), schedule().id(), false));
        }
    }

    @Command(
            name = "trigger",
            description = "Submits a schedule's job now, whatever its slots.",
            footer = {"", "Example:", "  sluice schedule trigger nightly --tree acme"})
    private static final class Trigger extends About {
        @Override
        public void run() {
            send(
                    "triggered",
                    client ->
                            client.triggerSchedule(schedule().tree(), schedule().id()));
        }
    }

    @Command(
            name = "delete",
            description = "Takes a schedule away; what it has submitted stays.",
            footer = {"", "Example:", "  sluice schedule delete nightly"})
    private static final class Delete extends About {
        @Override
        public void run() {
            send(
                    "deleted",
                    client ->
                            client.deleteSchedule(schedule().tree(), schedule().id()));
        }
    }
}
