package io.sluice.app;

import io.sluice.schemas.Subject;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the schemas of the records into a schema registry, or looks whether that could be done. */
@Command(
        name = "schemas",
        description =
                "Registers the schemas of the records with a schema registry, or checks whether it would take them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  sluice schemas check --registry-url https://registry:8081 --json",
            "  sluice schemas register --registry-url https://registry:8081"
        })
final class SchemasCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private SchemasCommand() {}

    static CommandLine line() {
        return new CommandLine(new SchemasCommand())
                .addSubcommand(new Register())
                .addSubcommand(new Check());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: register or check");
    }

    /**
     * How it is with one subject.
     *
     * @param subject its name
     * @param record full name of the record
     * @param state {@code registered}, {@code compatible} or {@code refused}
     * @param id of the newest version; none: it is not registered
     * @param reasons why it is refused, in the registry's words
     */
    record Line(String subject, String record, String state, OptionalInt id, List<String> reasons) {

        boolean isGood() {
            return reasons.isEmpty();
        }
    }

    /** One command with all subjects, at one registry. */
    private abstract static class WithAll implements Callable<Integer> {

        @Option(
                names = "--registry-url",
                paramLabel = "URL",
                description =
                        "The schema registry. Default: the variable SLUICE_SCHEMA_REGISTRY_URL, or what the settings"
                                + " file says. Several URLs of one registry are split by comma.")
        private String url;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Settings file; its schema.registry.* are used, such as who asks and whom to trust.")
        private Path config;

        @Mixin
        private Screen screen;

        /** What is done before any of them is looked at. */
        void begin(SchemaRegistry registry) {}

        abstract Line look(Subject subject, SchemaRegistry registry);

        @Override
        public final Integer call() {
            SchemaRegistry registry = registry();
            begin(registry);
            List<Line> lines = Subject.all().stream()
                    .map(subject -> look(subject, registry))
                    .toList();
            if (screen.isJson()) {
                screen.json(lines);
            } else {
                lines.forEach(this::print);
            }
            return lines.stream().allMatch(Line::isGood) ? ExitCode.OK : ExitCode.REFUSED;
        }

        private SchemaRegistry registry() {
            Map<String, String> flags = new TreeMap<>();
            if (url != null) {
                flags.put(RegistrySettings.URL, url);
            }
            SettingReader read =
                    new SettingReader(ConfigSources.read(flags, System.getenv(), Optional.ofNullable(config)));
            return RegistrySettings.of(read.registry())
                    .orElseThrow(() -> CommandFailed.badUsage("no schema registry is named: give --registry-url, set "
                            + Setting.SCHEMA_REGISTRY_URL.variable() + " or put " + RegistrySettings.URL
                            + " into the file of --config"))
                    .open();
        }

        private void print(Line line) {
            String id = line.id().isPresent() ? " id " + line.id().getAsInt() : "";
            screen.out().println(line.subject() + " " + line.state() + id);
            line.reasons().forEach(reason -> screen.out().println("  " + reason));
        }
    }

    @Command(
            name = "register",
            description = "Registers what is missing, with the compatibility BACKWARD_TRANSITIVE. Run it before a new"
                    + " version where services may not register by themselves.",
            footer = {"", "Example:", "  sluice schemas register --registry-url https://registry:8081"})
    private static final class Register extends WithAll {
        @Override
        void begin(SchemaRegistry registry) {
            Subject.registerAll(registry);
        }

        @Override
        Line look(Subject subject, SchemaRegistry registry) {
            return new Line(subject.name(), subject.record(), "registered", subject.id(registry), List.of());
        }
    }

    @Command(
            name = "check",
            description = "Says whether the registry would take what is missing. Writes nothing.",
            footer = {"", "Example:", "  sluice schemas check --registry-url https://registry:8081 --json"})
    private static final class Check extends WithAll {
        @Override
        Line look(Subject subject, SchemaRegistry registry) {
            OptionalInt there = subject.id(registry);
            List<String> objections = there.isPresent() ? List.of() : subject.objections(registry);
            String state = there.isPresent() ? "registered" : objections.isEmpty() ? "compatible" : "refused";
            return new Line(subject.name(), subject.record(), state, there, objections);
        }
    }
}
