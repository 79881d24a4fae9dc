package io.sluice.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in the order and under the headings in which a person looks for them. */
enum CommandGroups {
    TRY("To try things:", "demo", "local", "simulate", "bench"),
    RUN("To run it:", "scheduler", "schemas", "verify", "rebuild"),
    SUBMIT("To submit:", "submit", "submit-flow", "schedule", "replay"),
    LOOK(
            "To look:",
            "channels",
            "jobs",
            "job",
            "why",
            "flow",
            "schedules",
            "workers",
            "trees",
            "sweeps",
            "events",
            "history",
            "state",
            "what-if",
            "times",
            "forecast",
            "dead-letters"),
    JOBS(
            "To change jobs:",
            "cancel",
            "requeue",
            "set-done",
            "delete",
            "reprioritize",
            "reschedule",
            "move",
            "set-max-attempts",
            "cancel-flow",
            "requeue-flow",
            "cancel-sweep"),
    CHANNELS("To change channels and trees:", "configure", "pause", "resume", "drop-tree");

    private final String heading;
    private final List<String> commands;

    CommandGroups(String heading, String... commands) {
        this.heading = heading;
        this.commands = List.of(commands);
    }

    /** Shows the commands by group in the help of the whole program. */
    static void show(CommandLine line) {
        line.getCommandSpec().usageMessage().commandListHeading("");
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::text);
    }

    private static String text(Help help) {
        Set<String> grouped =
                Stream.of(values()).flatMap(group -> group.commands.stream()).collect(Collectors.toSet());
        StringBuilder text = new StringBuilder();
        for (CommandGroups group : values()) {
            text.append(section(help, group.heading, group.commands));
        }
        // Those that others added.
        return text.append(section(
                        help,
                        "More:",
                        help.subcommands().keySet().stream()
                                .filter(name -> !grouped.contains(name))
                                .toList()))
                .toString();
    }

    private static String section(Help help, String heading, List<String> names) {
        Map<String, Help> there = new LinkedHashMap<>();
        for (String name : names) {
            if (help.subcommands().containsKey(name)) {
                there.put(name, help.subcommands().get(name));
            }
        }
        return there.isEmpty() ? "" : String.format("%n%s%n%s", heading, help.commandList(there));
    }
}
