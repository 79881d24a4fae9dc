package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that was ever written can be read, and nothing that was ever said is lost. Each version of a top-level schema
 * that was released lies in {@code src/main/resources/io/sluice/schemas/released/}, whole, and never changes again.
 *
 * <p>To change a schema: add fields (with a default) or union branches in {@code src/main/avro}, add the next version with
 * an id that was never used to {@code topics.json}, and run {@code mvn -pl schemas test -Dsluice.golden=add} once, which
 * writes the version's schema and its golden files. Schedulers and workers of the new version read both; so update those
 * that read before those that write.
 */
class EvolutionTest {

    private static final Path FOLDER = Repository.schemas().resolve("src/main/resources/io/sluice/schemas");

    static List<Topics.SchemaVersion> released() {
        return Topics.bundled().schemas();
    }

    @ParameterizedTest
    @MethodSource("released")
    void what_a_released_version_wrote_is_read_without_loss(Topics.SchemaVersion version) throws IOException {
        assertThat(Evolution.problems(parse(version), current(version.record())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("released")
    void the_newest_released_version_is_the_current_schema(Topics.SchemaVersion version) throws IOException {
        if (version.id() == Topics.bundled().schemaId(version.record())) {
            assertThat(parse(version))
                    .as(version.record() + " has changed since version " + version.version()
                            + ": add a version to topics.json; this test's Javadoc says how")
                    .isEqualTo(text(current(version.record())).parse());
        }
    }

    @Test
    void every_released_file_is_named_in_topics_json() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("released"))) {
            assertThat(files.map(file -> "released/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(
                            released().stream().map(Topics.SchemaVersion::file).toList());
        }
    }

    @Test
    void a_field_that_was_removed_is_named() {
        assertThat(problems(text(Report.getClassSchema()).without("HeldBundle", "partition")))
                .containsExactly("HeldBundle.partition was removed or renamed; keep it and stop using it");
    }

    @Test
    void a_field_that_was_added_without_a_default_is_named() {
        assertThat(problems(text(Event.getClassSchema()).with("JobDone", "{'name':'cost','type':'long'}")))
                .containsExactly("JobDone.cost was added without a default: records of the released version do not"
                        + " have it");
    }

    @Test
    void a_field_that_was_renamed_is_named_even_with_an_alias() {
        SchemaText renamed = text(Report.getClassSchema())
                .without("ClaimedBundle", "confirm")
                .with("ClaimedBundle", "{'name':'firm','type':'boolean','default':false,'aliases':['confirm']}");
        assertThat(problems(renamed))
                .containsExactly("ClaimedBundle.confirm was removed or renamed; keep it and stop using it");
    }

    @Test
    void a_union_branch_that_was_removed_is_named() {
        assertThat(problems(text(Control.getClassSchema()).withoutBranch("Control", "body", 2)))
                .containsExactly("Control.body lost its union branch io.sluice.schemas.Drop");
    }

    @Test
    void a_type_that_changed_is_named_even_where_avro_would_promote_it() {
        assertThat(problems(text(Bundle.getClassSchema()).set("Bundle", "partition", "type", "\"long\"")))
                .containsExactly("Bundle.partition was int and is now long; add a field of the new type instead");
        assertThat(problems(text(Bundle.getClassSchema()).set("BundledJob", "contentType", "type", "\"bytes\"")))
                .contains("BundledJob.contentType was string and is now bytes; add a field of the new type instead");
    }

    @Test
    void a_default_that_changed_is_named() {
        assertThat(problems(text(Bundle.getClassSchema()).set("BundledJob", "maxAttempts", "default", "6")))
                .containsExactly("BundledJob.maxAttempts had the default 5 and now has 6;"
                        + " the same bytes would mean something else");
    }

    @Test
    void an_enum_symbol_that_was_removed_is_named() {
        Schema before = Schema.createEnum("Colour", null, "io.sluice.schemas", List.of("RED", "BLUE"));
        Schema after = Schema.createEnum("Colour", null, "io.sluice.schemas", List.of("RED"));
        assertThat(Evolution.problems(before, after)).containsExactly("Colour lost its enum symbol BLUE");
    }

    @Test
    void a_field_with_a_default_and_a_new_union_branch_are_no_problem() {
        assertThat(problems(text(Event.getClassSchema()).with("JobDone", "{'name':'cost','type':'long','default':0}")))
                .isEmpty();
        Schema before = text(Control.getClassSchema())
                .withoutBranch("Control", "body", 2)
                .parse();
        assertThat(Evolution.problems(before, Control.getClassSchema())).isEmpty();
    }

    @Test
    void a_record_of_an_older_version_is_read_with_the_default_of_what_it_lacks() {
        Schema older = text(Control.getClassSchema()).without("Stop", "reason").parse();
        RecordFormat<Control> next = new RecordFormat<>(Control.class, new SchemaIds.Fixed(99, Map.of(4, older)));
        // header of id 4, tree "t", branch 0, the job's id, run 3
        byte[] written = new byte[] {0, 0, 0, 0, 4, 2, 't', 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6};
        assertThat(next.decode(written).getBody())
                .isEqualTo(Stop.newBuilder()
                        .setJob(UuidFormat.encode(new UUID(0x0101010101010101L, 0x0101010101010101L)))
                        .setRun(3)
                        .build());
    }

    private static Schema current(String record) {
        return Schemas.TOP_LEVEL.stream()
                .filter(schema -> schema.getFullName().equals(record))
                .findFirst()
                .orElseThrow();
    }

    private static Schema parse(Topics.SchemaVersion version) throws IOException {
        Path file = FOLDER.resolve(version.file());
        if (Repository.ADDS_FILES && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text(current(version.record())).pretty());
        }
        assertThat(file)
                .as("released schema; this test's Javadoc says how to add one")
                .exists();
        return new Schema.Parser().parse(Files.readString(file));
    }

    private static SchemaText text(Schema schema) {
        return SchemaText.of(schema);
    }

    /** What stands against a text as the next version of the schema that it was made from. */
    private static List<String> problems(SchemaText next) {
        Schema schema = next.parse();
        return Evolution.problems(current(schema.getFullName()), schema);
    }
}
