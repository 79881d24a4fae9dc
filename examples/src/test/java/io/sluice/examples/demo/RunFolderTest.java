package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @Test
    void two_demos_never_share_a_folder() throws IOException {
        RunFolder first = RunFolder.create();
        RunFolder second = RunFolder.create();
        try {
            assertThat(first).isNotEqualTo(second);
            assertThat(first.path().getParent()).endsWith(Path.of("target", "demo"));
        } finally {
            first.delete();
            second.delete();
        }
        assertThat(first.path()).doesNotExist();
    }

    @Test
    void a_folder_with_something_in_it_is_refused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine"), "precious");

        assertThatThrownBy(() -> RunFolder.named(folder)).hasMessageContaining("is not empty");
        assertThat(folder.resolve("mine")).exists();
    }

    @Test
    void a_folder_is_deleted_with_all_that_is_in_it(@TempDir Path parent) throws IOException {
        RunFolder folder = RunFolder.named(parent.resolve("new"));
        Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(folder.path().resolve("a/b/c"), "text");

        folder.delete();

        assertThat(folder.path()).doesNotExist();
    }
}
