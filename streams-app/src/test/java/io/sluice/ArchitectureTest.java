package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericContainer;
import org.junit.jupiter.api.Test;

/** Who may know whom. docs/architecture.md has the same directions in words. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                    "io.sluice.core",
                    "io.sluice.state",
                    "io.sluice.simulate",
                    "io.sluice.whatif",
                    "io.sluice.cron",
                    "io.sluice.wire",
                    "io.sluice.log",
                    "io.sluice.streams",
                    "io.sluice.proof",
                    "io.sluice.web",
                    "io.sluice.app");

    private static final JavaClasses WITH_TESTS = new ClassFileImporter()
            .importPackages(
                    "io.sluice.core",
                    "io.sluice.state",
                    "io.sluice.simulate",
                    "io.sluice.whatif",
                    "io.sluice.wire",
                    "io.sluice.log",
                    "io.sluice.streams",
                    "io.sluice.web",
                    "io.sluice.app");

    @Test
    void each_package_knows_only_those_before_it() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.sluice..")
                .layer("core")
                .definedBy("io.sluice.core..")
                .layer("state")
                .definedBy("io.sluice.state..")
                .layer("cron")
                .definedBy("io.sluice.cron..")
                .layer("simulate")
                .definedBy("io.sluice.simulate..")
                .layer("whatif")
                .definedBy("io.sluice.whatif..")
                .layer("wire")
                .definedBy("io.sluice.wire..")
                .layer("log")
                .definedBy("io.sluice.log..")
                .layer("streams")
                .definedBy("io.sluice.streams..")
                .layer("proof")
                .definedBy("io.sluice.proof..")
                .layer("web")
                .definedBy("io.sluice.web..")
                .layer("app")
                .definedBy("io.sluice.app..")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("wire", "simulate", "whatif", "streams", "proof", "web", "app")
                .whereLayer("cron")
                .mayOnlyBeAccessedByLayers("simulate", "streams", "app")
                .whereLayer("simulate")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("whatif")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("log", "streams", "proof", "web", "app")
                .whereLayer("log")
                .mayOnlyBeAccessedByLayers("web", "app")
                .whereLayer("proof")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("streams")
                .mayOnlyBeAccessedByLayers("web", "app")
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .check(OURS);
    }

    @Test
    void the_rules_know_nothing_but_java() {
        classes()
                .that()
                .resideInAPackage("io.sluice.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.sluice.core..")
                .check(OURS);
    }

    @Test
    void the_state_knows_nothing_but_java_and_the_rules() {
        classes()
                .that()
                .resideInAPackage("io.sluice.state..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.sluice.core..", "io.sluice.state..")
                .check(OURS);
    }

    @Test
    void a_simulation_knows_the_rules_and_the_state_but_no_kafka() {
        classes()
                .that()
                .resideInAPackage("io.sluice.simulate..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.fasterxml.jackson.core..",
                        "io.sluice.core..",
                        "io.sluice.state..",
                        "io.sluice.cron..",
                        "io.sluice.simulate..")
                .check(OURS);
    }

    @Test
    void a_model_of_other_limits_knows_the_rules_and_the_state_but_no_kafka() {
        classes()
                .that()
                .resideInAPackage("io.sluice.whatif..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.HdrHistogram..", "io.sluice.core..", "io.sluice.state..", "io.sluice.whatif..")
                .check(OURS);
    }

    @Test
    void no_clock_randomness_or_thread_in_rules_and_state() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.sluice.core..", "io.sluice.state..", "io.sluice.simulate..", "io.sluice.whatif..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.time.Clock.class, java.util.Random.class, Thread.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(OURS);
    }

    /** In app it is one type, in the answer to who owns a tree. */
    @Test
    void kafka_streams_is_known_in_streams_and_web_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sluice.streams..", "io.sluice.web..")
                .and()
                .doNotHaveFullyQualifiedName("io.sluice.app.LiveInstances")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(OURS);
    }

    /** Everybody may know how topics are called and that records have a format; what is in a record only wire knows. */
    @Test
    void generated_classes_stop_at_wire() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.wire..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.sluice.schemas..").and(assignableTo(GenericContainer.class)))
                .check(OURS);
    }

    /** Who is not in app knows listeners only, so nothing else can depend on whether somebody traces. */
    @Test
    void open_telemetry_is_known_in_app_only() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sluice.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(OURS);
    }

    @Test
    void nobody_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .check(WITH_TESTS);
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            assertThat(packages)
                    .isNotEmpty()
                    .allSatisfy(folder ->
                            assertThat(folder.resolve("package-info.java")).exists());
        }
    }
}
