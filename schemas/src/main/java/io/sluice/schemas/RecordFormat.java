package io.sluice.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Bytes of one kind of record in the Confluent wire format: a zero byte, the schema's id in four bytes big-endian, then
 * Avro's binary form. Without a registry the ids are the fixed numbers of {@code topics.json}. Records are written in
 * the newest version of their schema and read in every version there ever was: what an old one lacks gets its default.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the record's class
 * @since 0.1
 */
public final class RecordFormat<T extends SpecificRecordBase> {

    /** Commands on {@code sluice.jobs}. */
    public static final RecordFormat<Command> COMMAND = of(Command.class);
    /** Reports on {@code sluice.reports}. */
    public static final RecordFormat<Report> REPORT = of(Report.class);
    /** Bundles on the channel topics. */
    public static final RecordFormat<Bundle> BUNDLE = of(Bundle.class);
    /** Words to workers on {@code sluice.control}. */
    public static final RecordFormat<Control> CONTROL = of(Control.class);
    /** Events on {@code sluice.events}. */
    public static final RecordFormat<Event> EVENT = of(Event.class);

    private static final int HEADER = 5;

    private final Class<T> type;
    private final int id;
    private final SpecificDatumWriter<T> writer;
    private final Map<Integer, SpecificDatumReader<T>> readers;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /**
     * A format of its own, for tests of what a later version will do.
     *
     * @param id written in front of each record
     * @param older the schemas that were written under other ids
     */
    RecordFormat(Class<T> type, int id, Map<Integer, Schema> older) {
        SpecificData classes = GeneratedClasses.INSTANCE;
        Schema schema = classes.getSchema(type);
        this.type = type;
        this.id = id;
        this.writer = new SpecificDatumWriter<>(schema, classes);
        Map<Integer, SpecificDatumReader<T>> byId = new HashMap<>();
        older.forEach((number, written) -> byId.put(number, new SpecificDatumReader<>(written, schema, classes)));
        byId.put(id, new SpecificDatumReader<>(schema, schema, classes));
        this.readers = Map.copyOf(byId);
    }

    private static <T extends SpecificRecordBase> RecordFormat<T> of(Class<T> type) {
        List<Topics.SchemaVersion> versions = Topics.bundled().versions(type.getName());
        Map<Integer, Schema> older = new HashMap<>();
        versions.stream().skip(1).forEach(version -> older.put(version.id(), released(version)));
        return new RecordFormat<>(type, versions.get(0).id(), older);
    }

    private static Schema released(Topics.SchemaVersion version) {
        try (InputStream in = RecordFormat.class.getResourceAsStream(version.file())) {
            if (in == null) {
                throw new IllegalStateException(version.file() + " is missing in this jar; topics.json names it");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(version.file() + " in this jar cannot be read", e);
        }
    }

    /**
     * The record's bytes.
     *
     * @throws IllegalArgumentException if a field without a default is missing
     */
    public byte[] encode(T record) {
        Scratch buffers = scratch.get();
        buffers.bytes.reset();
        buffers.bytes.write(0);
        buffers.bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        try {
            buffers.encoder = EncoderFactory.get().directBinaryEncoder(buffers.bytes, buffers.encoder);
            writer.write(record, buffers.encoder);
            buffers.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "cannot write a " + type.getSimpleName() + ": " + e.getMessage() + " in " + record, e);
        }
        byte[] encoded = buffers.bytes.toByteArray();
        buffers.dropIfLarge();
        return encoded;
    }

    /**
     * The record in these bytes.
     *
     * @throws UnreadableRecordException if they are anything else
     */
    public T decode(byte[] bytes) {
        SpecificDatumReader<T> reader = readerFor(bytes);
        Scratch buffers = scratch.get();
        try {
            buffers.decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, buffers.decoder);
            T record = reader.read(null, buffers.decoder);
            if (!buffers.decoder.isEnd()) {
                throw new UnreadableRecordException(
                        "bytes are left over behind the " + type.getSimpleName() + " in " + describe(bytes));
            }
            return record;
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnreadableRecordException unreadable) {
                throw unreadable;
            }
            throw new UnreadableRecordException(
                    "no " + type.getSimpleName() + " can be read from " + describe(bytes) + ": " + e, e);
        }
    }

    private SpecificDatumReader<T> readerFor(byte[] bytes) {
        if (bytes == null) {
            throw new UnreadableRecordException(
                    "the record has no value; expected a " + type.getSimpleName() + " (schema id " + id + ")");
        }
        if (bytes.length < HEADER || bytes[0] != 0) {
            throw new UnreadableRecordException("not in the wire format (a zero byte, then a schema id): "
                    + describe(bytes) + "; expected a " + type.getSimpleName() + " (schema id " + id + ")");
        }
        int found = ByteBuffer.wrap(bytes, 1, 4).getInt();
        SpecificDatumReader<T> reader = readers.get(found);
        if (reader == null) {
            throw new UnreadableRecordException("schema id " + found + " in " + describe(bytes) + "; expected a "
                    + type.getSimpleName() + " (schema id " + id + ")");
        }
        return reader;
    }

    private static String describe(byte[] bytes) {
        StringBuilder start = new StringBuilder(bytes.length + " bytes");
        for (int i = 0; i < Math.min(bytes.length, 12); i++) {
            start.append(i == 0 ? " that start with " : " ").append(String.format("%02x", bytes[i]));
        }
        return start.toString();
    }

    /** Buffers that a thread uses again; a large one is let go. */
    private static final class Scratch {
        private static final int KEEP = 64 * 1024;
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        private BinaryEncoder encoder;
        private BinaryDecoder decoder;

        void dropIfLarge() {
            if (bytes.size() > KEEP) {
                bytes = new ByteArrayOutputStream(1024);
            }
        }
    }
}
