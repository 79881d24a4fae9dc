package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of one record of every kind, as they were when its version came out. They lie in
 * {@code src/test/resources/golden/<record>-v<version>/<sample>.hex}; the file of the same name that ends in {@code .json}
 * holds the record for people, in Avro's JSON form.
 *
 * <p>A golden file is only ever added: what was written once stands on somebody's topic. To add one, put a record into
 * {@link Samples}, run {@code mvn -pl schemas test -Dsluice.golden=add} once, read the new files, commit them. The run
 * writes what is missing and touches nothing that is there. A new version of a schema (see {@link EvolutionTest}) gets a
 * folder of its own in the same way; the folders of earlier versions stay and are still read.
 */
class GoldenTest {

    private static final Path FOLDER = Repository.schemas().resolve("src/test/resources/golden");

    static List<Samples.Sample<?>> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T extends SpecificRecordBase> void a_record_is_written_as_it_always_was(Samples.Sample<T> sample)
            throws IOException {
        Path file = current(sample);
        assertThat(hex(sample.format().encode(sample.record()))).isEqualTo(Files.readString(file));
        assertThat(sample.format().decode(bytes(file))).isEqualTo(sample.record());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void the_readable_twin_tells_the_same(Samples.Sample<?> sample) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(Files.readString(twin(current(sample)))))
                .isEqualTo(mapper.readTree(json(sample.record())));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T extends SpecificRecordBase> void bytes_of_earlier_versions_are_still_that_record(Samples.Sample<T> sample)
            throws IOException {
        for (Topics.SchemaVersion version : versions(sample)) {
            Path file = file(sample, version);
            if (Files.exists(file)) {
                assertThat(sample.format().decode(bytes(file)))
                        .as(file.toString())
                        .isEqualTo(sample.record());
            }
        }
    }

    @Test
    void every_kind_of_body_end_and_change_has_a_golden_file() {
        Set<String> missing = new TreeSet<>();
        Schemas.named().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .forEach(schema -> missing.add(schema.getName()));
        Samples.all().forEach(sample -> missing.removeAll(recordsIn(sample)));
        assertThat(missing).as("records that no sample contains").isEmpty();
    }

    @Test
    void no_golden_file_is_without_its_sample() throws IOException {
        Set<String> known = Samples.all().stream()
                .flatMap(sample -> versions(sample).stream().map(version -> file(sample, version)))
                .map(Path::toString)
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.map(Path::toString).filter(name -> name.endsWith(".hex")))
                    .allSatisfy(name -> assertThat(known).contains(name));
        }
    }

    private static List<Topics.SchemaVersion> versions(Samples.Sample<?> sample) {
        return Topics.bundled().versions(sample.record().getClass().getName());
    }

    private static <T extends SpecificRecordBase> Path current(Samples.Sample<T> sample) throws IOException {
        Path file = file(sample, versions(sample).get(0));
        if (Repository.ADDS_FILES && !Files.exists(file)) {
            write(sample, file);
        }
        assertThat(file)
                .as("golden file; the test's Javadoc says how to add one")
                .exists();
        return file;
    }

    private static Path file(Samples.Sample<?> sample, Topics.SchemaVersion version) {
        return FOLDER.resolve(sample.kind() + "-v" + version.version()).resolve(sample.name() + ".hex");
    }

    private static Path twin(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".hex", ".json"));
    }

    private static <T extends SpecificRecordBase> void write(Samples.Sample<T> sample, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, hex(sample.format().encode(sample.record())));
        Files.writeString(twin(file), json(sample.record()) + "\n");
    }

    private static String hex(byte[] bytes) {
        StringBuilder lines = new StringBuilder();
        for (int from = 0; from < bytes.length; from += 32) {
            lines.append(HexFormat.ofDelimiter(" ").formatHex(bytes, from, Math.min(from + 32, bytes.length)))
                    .append('\n');
        }
        return lines.toString();
    }

    private static byte[] bytes(Path file) throws IOException {
        return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
    }

    private static String json(SpecificRecordBase record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), out, true);
        new SpecificDatumWriter<SpecificRecordBase>(record.getSchema(), GeneratedClasses.INSTANCE)
                .write(record, encoder);
        encoder.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> recordsIn(Samples.Sample<?> sample) {
        return Schemas.recordsIn(sample.record());
    }
}
