package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordFormatTest {

    private static final Command COMMAND = Command.newBuilder()
            .setBody(Pause.newBuilder().setChannel("root").build())
            .build();

    static List<Samples.Sample<?>> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T extends SpecificRecordBase> void what_was_written_is_read_again(Samples.Sample<T> sample) {
        assertThat(sample.format().decode(sample.format().encode(sample.record())))
                .isEqualTo(sample.record());
    }

    @Test
    void the_header_is_a_zero_byte_and_the_schema_id_of_topics_json() {
        byte[] bytes = RecordFormats.bundled().command().encode(COMMAND);
        int id = Topics.bundled().schemaId("io.sluice.schemas.Command");
        assertThat(Arrays.copyOf(bytes, 5))
                .isEqualTo(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    }

    @Test
    void a_large_record_leaves_the_next_one_as_it_is() {
        byte[] payload = new byte[512 * 1024];
        Command large = Command.newBuilder()
                .setBody(new Submit(JobSpec.newBuilder()
                        .setParents(List.of())
                        .setId(Samples.JOB)
                        .setType("t")
                        .setPayload(ByteBuffer.wrap(payload))
                        .build()))
                .build();
        assertThat(RecordFormats.bundled()
                        .command()
                        .decode(RecordFormats.bundled().command().encode(large)))
                .isEqualTo(large);
        assertThat(RecordFormats.bundled()
                        .command()
                        .decode(RecordFormats.bundled().command().encode(COMMAND)))
                .isEqualTo(COMMAND);
    }

    @Test
    void a_record_that_lacks_a_field_is_not_written_and_harms_no_later_one() {
        assertThatThrownBy(() -> RecordFormats.bundled().command().encode(new Command()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot write a Command");
        assertThat(RecordFormats.bundled()
                        .command()
                        .decode(RecordFormats.bundled().command().encode(COMMAND)))
                .isEqualTo(COMMAND);
    }

    @Test
    void no_value_is_unreadable() {
        unreadable(null, "the record has no value; expected a Command");
    }

    @Test
    void an_empty_value_is_unreadable() {
        unreadable(new byte[0], "not in the wire format");
    }

    @Test
    void a_header_that_is_too_short_is_unreadable() {
        unreadable(new byte[] {0, 0, 0, 1}, "not in the wire format");
    }

    @Test
    void another_magic_byte_is_unreadable() {
        byte[] bytes = RecordFormats.bundled().command().encode(COMMAND);
        bytes[0] = 1;
        unreadable(bytes, "not in the wire format");
        unreadable("{\"id\":1}".getBytes(StandardCharsets.UTF_8), "8 bytes that start with 7b 22 69");
    }

    @Test
    void an_unknown_schema_id_is_unreadable() {
        byte[] bytes = RecordFormats.bundled().command().encode(COMMAND);
        bytes[1] = 0x7f;
        unreadable(bytes, "schema id 2130706433 in");
    }

    @Test
    void another_topics_record_is_unreadable() {
        byte[] report = RecordFormats.bundled()
                .report()
                .encode(Report.newBuilder().setBody(Tick.newBuilder().build()).build());
        unreadable(report, "schema id 2 in");
    }

    @Test
    void a_body_that_was_cut_anywhere_is_unreadable() {
        byte[] bytes = RecordFormats.bundled().command().encode(COMMAND);
        for (int length = 5; length < bytes.length; length++) {
            unreadable(Arrays.copyOf(bytes, length), "no Command can be read from " + length + " bytes");
        }
    }

    @Test
    void bytes_that_are_left_over_are_unreadable() {
        byte[] bytes = RecordFormats.bundled().command().encode(COMMAND);
        unreadable(Arrays.copyOf(bytes, bytes.length + 1), "bytes are left over behind the Command");
    }

    @Test
    void a_union_branch_that_does_not_exist_is_unreadable() {
        unreadable(new byte[] {0, 0, 0, 0, 1, 0, 0, 0, 126}, "no Command can be read");
    }

    @Test
    void a_length_of_two_gigabytes_is_unreadable_and_takes_no_memory() {
        // by: a text of Integer.MAX_VALUE - 8 bytes, of which none is there
        byte[] text = {0, 0, 0, 0, 1, 0, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        unreadable(text, "no Command can be read");
    }

    @Test
    void a_list_of_two_billion_entries_is_unreadable_and_takes_no_memory() {
        // number 0, at 0, no command, by "", changes: Integer.MAX_VALUE - 8 of them, of which none is there
        byte[] list = {0, 0, 0, 0, 5, 0, 0, 0, 0, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        assertThatThrownBy(() -> RecordFormats.bundled().event().decode(list))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("no Event can be read");
    }

    private static void unreadable(byte[] bytes, String why) {
        assertThatThrownBy(() -> RecordFormats.bundled().command().decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(why);
    }
}
