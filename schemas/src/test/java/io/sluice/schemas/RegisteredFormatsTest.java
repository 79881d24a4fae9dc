package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.schemas.registry.SchemaRegistryUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegisteredFormatsTest {

    private static final Command COMMAND = Command.newBuilder()
            .setBy("somebody")
            .setBody(Pause.newBuilder().setChannel("root").build())
            .build();

    private final RegistryInMemory registry = new RegistryInMemory();
    private final RecordFormats formats = RecordFormats.over(registry);
    private final RecordFormat<Command> bundled = RecordFormats.bundled().command();

    @Test
    void a_registry_with_nothing_else_in_it_gives_the_bundled_ids() {
        Subject.registerAll(registry);
        for (Subject subject : Subject.all()) {
            assertThat(subject.id(registry)).hasValue(subject.newest().id());
        }
        assertThat(formats.command().encode(COMMAND)).isEqualTo(bundled.encode(COMMAND));
    }

    @Test
    void subjects_are_named_by_topic_and_bundles_have_one_for_all_channel_topics() {
        assertThat(Subject.all().stream().map(Subject::name))
                .containsExactlyInAnyOrder(
                        "sluice.jobs-value",
                        "sluice.reports-value",
                        "sluice.events-value",
                        "sluice.control-value",
                        "sluice.channel.root-value");
    }

    static List<Samples.Sample<?>> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T extends SpecificRecordBase> void a_record_that_somebody_wrote_by_a_copy_without_docs_is_read(
            Samples.Sample<T> sample) throws IOException {
        registerOthers(7);
        T record = sample.record();
        Schema plain = new Schema.Parser().parse(SchemaNormalization.toParsingForm(record.getSchema()));
        assertReads(sample, plain);
        // One that is resolved field by field.
        List<Schema.Field> more = new ArrayList<>();
        plain.getFields().forEach(field -> more.add(new Schema.Field(field.name(), field.schema(), null, null)));
        more.add(new Schema.Field("theirs", Schema.create(Schema.Type.STRING), null, ""));
        assertReads(sample, Schema.createRecord(plain.getName(), null, plain.getNamespace(), false, more));
    }

    private <T extends SpecificRecordBase> void assertReads(Samples.Sample<T> sample, Schema copy) throws IOException {
        T record = sample.record();
        int id = registry.register("any-value", copy);
        RecordFormat<T> format = formatOf(record);
        assertThat(format.decode(generic(copy, id, sample.format().encode(record))))
                .isEqualTo(record);
    }

    @Test
    void a_record_of_a_version_with_a_field_less_is_read_with_its_default() throws IOException {
        Schema theirs = without("by");
        int id = registry.register("sluice.jobs-value", theirs);
        byte[] written = generic(theirs, id, bundled.encode(COMMAND));
        Command expected = new Command(null, "", COMMAND.getSentAt(), COMMAND.getBody());
        assertThat(formats.command().decode(written)).isEqualTo(expected);
    }

    @Test
    void what_was_written_before_there_was_a_registry_is_read_though_its_ids_mean_something_else_there() {
        registerOthers(7);
        formats.prepare(formats.command());
        assertThat(formats.command().encode(COMMAND)).isNotEqualTo(bundled.encode(COMMAND));
        assertThat(formats.command().decode(bundled.encode(COMMAND))).isEqualTo(COMMAND);
    }

    @Test
    void what_was_written_before_is_read_though_the_registry_knows_no_such_id() {
        assertThat(formats.command().decode(bundled.encode(COMMAND))).isEqualTo(COMMAND);
    }

    @Test
    void an_id_that_the_registry_does_not_know_is_not_asked_for_with_each_record() throws IOException {
        Event event =
                Event.newBuilder().setNumber(3).setAt(4).setChanges(List.of()).build();
        byte[] before = RecordFormats.bundled().event().encode(event);
        assertThat(formats.event().decode(before)).isEqualTo(event);
        assertThat(formats.event().decode(before)).isEqualTo(event);
        assertThat(registry.questions()).isEqualTo(1);
    }

    @Test
    void an_id_that_the_registry_does_not_know_is_unreadable() {
        byte[] bytes = bundled.encode(COMMAND);
        bytes[4] = 99;
        assertThatThrownBy(() -> formats.command().decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("schema id 99");
    }

    @Test
    void an_id_of_another_record_is_unreadable() {
        registerOthers(9);
        byte[] bytes = bundled.encode(COMMAND);
        bytes[4] = 9;
        assertThatThrownBy(() -> formats.command().decode(bytes)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void an_unknown_id_while_the_registry_is_away_is_not_unreadable_but_to_be_kept() throws IOException {
        Schema theirs = without("by");
        int id = registry.register("sluice.jobs-value", theirs);
        byte[] written = generic(theirs, id, bundled.encode(COMMAND));
        registry.goAway();
        assertThatThrownBy(() -> formats.command().decode(written))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
        registry.comeBack();
        assertThat(formats.command().decode(written).getBody()).isEqualTo(COMMAND.getBody());
    }

    @Test
    void once_prepared_everything_goes_on_without_the_registry_and_asks_nothing_more() {
        registerOthers(7);
        RecordFormats scheduler = RecordFormats.over(registry);
        scheduler.prepare(scheduler.bundle(), scheduler.event());
        formats.prepare(formats.command());
        byte[] written = formats.command().encode(COMMAND);
        RecordFormats later = RecordFormats.over(registry);
        later.prepare(later.event());
        int asked = registry.questions();
        registry.goAway();

        assertThat(formats.command().encode(COMMAND)).isEqualTo(written);
        assertThat(later.command().decode(written)).isEqualTo(COMMAND);
        assertThat(later.command().decode(bundled.encode(COMMAND))).isEqualTo(COMMAND);
        later.prepare(later.event());
        assertThat(registry.questions()).isEqualTo(asked);
    }

    @Test
    void a_prepared_process_registers_only_what_it_writes() {
        formats.prepare(formats.command());
        assertThat(Subject.of(Command.class.getName()).id(registry)).isPresent();
        assertThat(Subject.of(Event.class.getName()).id(registry)).isEmpty();
    }

    @Test
    void an_interrupted_start_waits_no_longer() {
        registry.goAway();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> formats.prepare(formats.command()))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("cannot start without the schema registry")
                .hasMessageContaining("interrupted")
                .hasMessageNotContaining("did not answer for");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void registerOthers(int number) {
        for (int n = 0; n < number; n++) {
            registry.register(
                    "others-" + n,
                    SchemaBuilder.record("Other" + n).fields().requiredInt("n").endRecord());
        }
    }

    @SuppressWarnings("unchecked") // by the record's own class
    private <T extends SpecificRecordBase> RecordFormat<T> formatOf(T record) {
        RecordFormat<?> format = record instanceof Command
                ? formats.command()
                : record instanceof Report
                        ? formats.report()
                        : record instanceof Bundle
                                ? formats.bundle()
                                : record instanceof Control ? formats.control() : formats.event();
        return (RecordFormat<T>) format;
    }

    private static Schema without(String field) {
        Schema ours = Subject.of(Command.class.getName()).newest().schema();
        List<Schema.Field> fields = ours.getFields().stream()
                .filter(one -> !one.name().equals(field))
                .map(one -> new Schema.Field(one.name(), one.schema(), null, one.defaultVal()))
                .toList();
        return Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields);
    }

    /** As Confluent's serializer writes a generic record. */
    private static byte[] generic(Schema theirs, int id, byte[] ours) throws IOException {
        Schema written = Topics.bundled().schemas().stream()
                .filter(version -> version.id() == ours[4])
                .findFirst()
                .orElseThrow()
                .schema();
        GenericRecord read = new GenericDatumReader<GenericRecord>(written, theirs, GenericData.get())
                .read(null, DecoderFactory.get().binaryDecoder(ours, 5, ours.length - 5, null));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(theirs).write(read, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
