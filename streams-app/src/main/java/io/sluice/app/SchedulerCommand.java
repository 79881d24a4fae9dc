package io.sluice.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one instance of a scheduler until it is told to stop. */
@Command(
        name = "scheduler",
        description = "Runs one instance of a scheduler on a Kafka cluster until Ctrl-C or SIGTERM.",
        footer = {
            "",
            "Each option can stand in the environment (--http-port is SLUICE_HTTP_PORT) or in the file of --config"
                    + " (http.port) instead. Options win over the environment, that over the file.",
            "",
            "Example:",
            "  sluice scheduler --bootstrap-servers localhost:9092 --create-topics --channels root:8,root.shop:2"
        })
final class SchedulerCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CONFIG}",
            description = "Properties file with settings.")
    private Path config;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A setting for Kafka's clients, such as security.protocol=SSL. May come several times.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Spec
    private CommandSpec spec;

    /** The command with one option a setting. */
    static CommandLine line() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new SchedulerCommand());
        for (Setting setting : Setting.values()) {
            spec.addOption(option(setting));
        }
        return new CommandLine(spec);
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel("VALUE")
                .description(sentence(setting));
        if (setting.isFlag()) {
            // Alone it means true; --create-topics=false takes back what the environment says.
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    private static String sentence(Setting setting) {
        String start = Character.toUpperCase(setting.meaning().charAt(0))
                + setting.meaning().substring(1);
        String otherwise = setting.otherwise().isEmpty() ? "" : " Default: " + setting.otherwise() + ".";
        return start + ". Allowed: " + setting.allowed() + "." + otherwise;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        AppConfig settings = AppConfig.read(flags(), System.getenv(), Optional.ofNullable(config));
        try (SchedulerApp app = SchedulerApp.start(settings, out::println)) {
            Thread hook = new Thread(app::close, "sluice-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            while (!app.awaitReady(Duration.ofMinutes(1))) {
                if (app.isClosed()) {
                    return ExitCode.OK;
                }
                out.println("still waiting for partitions, or restoring them");
            }
            out.println("ready");
            app.awaitEnd().ifPresent(why -> {
                throw CommandFailed.refused("stopped: " + why);
            });
            return ExitCode.OK;
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        kafka.forEach((key, value) -> flags.put(ConfigSources.KAFKA + key, value));
        for (Setting setting : Setting.values()) {
            OptionSpec given = spec.commandLine().getParseResult().matchedOption(setting.flag());
            if (given != null) {
                flags.put(setting.key(), given.getValue());
            }
        }
        return flags;
    }
}
