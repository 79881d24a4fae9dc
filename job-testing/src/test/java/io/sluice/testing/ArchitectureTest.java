package io.sluice.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.testing");

    @Test
    void what_runs_in_memory_needs_no_broker_no_scheduler_and_no_junit() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Extension")
                .and()
                .doNotHaveSimpleName("SharedSluice")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.junit..",
                        "org.apache.kafka.clients.admin..",
                        "org.apache.kafka.clients.consumer..",
                        "org.apache.kafka.streams..",
                        "org.rocksdb..",
                        "io.sluice.app..",
                        "io.sluice.web..",
                        "io.sluice.streams..",
                        "io.sluice.devcluster..")
                .check(OURS);
    }

    @Test
    void nobody_is_made_to_have_a_library_of_assertions_or_testcontainers() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.assertj..", "org.hamcrest..", "org.testcontainers..")
                .check(OURS);
    }
}
