package io.sluice.app;

import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.sdk.SubmitException;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program {@code sluice}.
 *
 * @since 0.1
 */
@Command(
        name = "sluice",
        description = "A job queue on Apache Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.LOCAL,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  sluice submit greet '{\"name\":\"Ann\"}' --channel root.shop",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 bad usage or nobody there to ask.",
            "sluice COMMAND --help tells more about a command."
        })
public final class Main implements Runnable {

    /** Those that talk to Kafka from a prompt. */
    private static final List<String> CLIENT_COMMANDS = List.of(
            "submit",
            "pause",
            "resume",
            "requeue",
            "cancel",
            "configure",
            "events",
            "history",
            "replay",
            "submit-flow",
            "cancel-flow",
            "requeue-flow",
            "schedule",
            // jobs
            "set-done",
            "delete",
            "reprioritize",
            "reschedule",
            "move",
            "set-max-attempts",
            "cancel-sweep",
            "drop-tree",
            "dead-letters");

    private static final String SIMULATE = "simulate";

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        quietKafka(arguments);
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs one command in this JVM.
     *
     * @param out where its data goes
     * @param err where messages go
     * @param arguments name of the command and its options
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = commandLine(arguments).setOut(out).setErr(err).execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    /** Before anybody logs: Kafka's clients tell a scheduler's log what an operator at a prompt gets told in one line by us. */
    private static void quietKafka(String[] arguments) {
        if (arguments.length > 0 && CLIENT_COMMANDS.contains(arguments[0])) {
            System.setProperty("sluice.log.kafka", System.getProperty("sluice.log.kafka", "OFF"));
        }
    }

    /** A script shall run at once: making all the other commands would take longer than the script does. */
    private static CommandLine commandLine(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(SIMULATE)
                ? ready(new CommandLine(new Main()).addSubcommand(new SimulateCommand()))
                : commandLine();
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(SchedulerCommand.line());
        line.addSubcommand(ScheduleCommand.line());
        line.addSubcommand(SchemasCommand.line());
        List.of(
                        new SubmitCommand(),
                        new PauseCommand(),
                        new ResumeCommand(),
                        new RequeueCommand(),
                        new CancelCommand(),
                        new ConfigureCommand(),
                        new ChannelsCommand(),
                        new JobsCommand(),
                        new JobCommand(),
                        new WhyCommand(),
                        new VerifyCommand(),
                        new RebuildCommand(),
                        new WhatIfCommand(),
                        new TimesCommand(),
                        new ForecastCommand(),
                        new StateCommand(),
                        new WorkersCommand(),
                        new TreesCommand(),
                        new EventsCommand(),
                        new HistoryCommand(),
                        new ReplayCommand(),
                        new FlowCommand(),
                        new SubmitFlowCommand(),
                        new CancelFlowCommand(),
                        new RequeueFlowCommand(),
                        new SimulateCommand(),
                        new SchedulesCommand(),
                        // jobs
                        new SetDoneCommand(),
                        new DeleteCommand(),
                        new ReprioritizeCommand(),
                        new RescheduleCommand(),
                        new MoveCommand(),
                        new SetMaxAttemptsCommand(),
                        new SweepsCommand(),
                        new CancelSweepCommand(),
                        new DropTreeCommand(),
                        new DeadLettersCommand())
                .forEach(line::addSubcommand);
        ServiceLoader.load(CommandProvider.class)
                .forEach(provider -> provider.commands().forEach(line::addSubcommand));
        CommandGroups.show(line);
        return ready(line);
    }

    private static CommandLine ready(CommandLine line) {
        line.getSubcommands().values().forEach(Main::helpful);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** What every command has without saying so. */
    private static void helpful(CommandLine command) {
        command.getSubcommands().values().forEach(Main::helpful);
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getCommandSpec().versionProvider(new Version());
        command.getCommandSpec().usageMessage().sortOptions(false);
        command.setAbbreviatedOptionsAllowed(false);
    }

    /** Called without a command: what there is. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int badUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(problem.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            command.usage(err);
        }
        return ExitCode.UNREACHABLE;
    }

    private static int failed(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        switch (problem) {
            case CommandFailed failed -> {
                err.println(failed.getMessage());
                return failed.exitCode();
            }
            case SubmitException unsent -> {
                err.println(unsent.getMessage());
                return ExitCode.UNREACHABLE;
            }
            case SchemaRegistryException registry -> {
                err.println(registry.getMessage());
                return CommandFailed.of(registry).exitCode();
            }
            case ConfigException wrong -> {
                err.println(wrong.getMessage());
                return ExitCode.UNREACHABLE;
            }
            default -> {
                err.println("this should not have happened, please report it:");
                problem.printStackTrace(err);
                return ExitCode.REFUSED;
            }
        }
    }
}
