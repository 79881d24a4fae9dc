package io.sluice.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Bytes of one kind of record in the Confluent wire format: a zero byte, the schema's id in four bytes big-endian, then
 * Avro's binary form. Where the ids come from is said by the {@link RecordFormats} that it is one of. Records are
 * written in the newest version of their schema and read in every version there ever was: what an old one lacks gets its
 * default.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the record's class
 * @since 0.1
 */
public final class RecordFormat<T extends SpecificRecordBase> {

    private static final int HEADER = 5;

    private final Class<T> type;
    private final Schema schema;
    private final SchemaIds ids;
    private final SpecificDatumWriter<T> writer;
    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
    /** Those of ids that may come to mean something else: such an id is asked for again, but its reader is not made again. */
    private final Map<Schema, SpecificDatumReader<T>> readersForNow = new ConcurrentHashMap<>();

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    /** Null until the id is known. */
    private volatile byte[] header;

    private volatile boolean hasLearned;

    RecordFormat(Class<T> type, SchemaIds ids) {
        this.type = type;
        this.schema = GeneratedClasses.INSTANCE.getSchema(type);
        this.ids = ids;
        this.writer = new SpecificDatumWriter<>(schema, GeneratedClasses.INSTANCE);
    }

    /** Asks for the ids that will be read most likely, once. */
    void learnToRead() {
        if (!hasLearned) {
            ids.expected().forEach((id, written) -> readers.put(id, reader(written)));
            hasLearned = true;
        }
    }

    /** Asks for the id that will be written. */
    void learnToWrite() {
        header();
    }

    /** A copy of our own schema that says the same in other words is read as ours, which is faster. */
    private SpecificDatumReader<T> reader(Schema written) {
        boolean isOurs = written == schema
                || SchemaNormalization.toParsingForm(written).equals(SchemaNormalization.toParsingForm(schema));
        return new SpecificDatumReader<>(isOurs ? schema : written, schema, GeneratedClasses.INSTANCE);
    }

    private byte[] header() {
        byte[] known = header;
        if (known == null) {
            int id = ids.written();
            known = ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array();
            readers.putIfAbsent(id, reader(schema));
            header = known;
        }
        return known;
    }

    /**
     * The record's bytes.
     *
     * @throws IllegalArgumentException if a field without a default is missing
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the schema's id is not known yet and cannot be had
     */
    public byte[] encode(T record) {
        byte[] start = header();
        Scratch buffers = scratch.get();
        buffers.bytes.reset();
        buffers.bytes.writeBytes(start);
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
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the schema that they were written with cannot be had now:
     *     nothing is known of them then, and they must be kept until it can
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
            throw new UnreadableRecordException("the record has no value; expected a " + type.getSimpleName());
        }
        if (bytes.length < HEADER || bytes[0] != 0) {
            throw new UnreadableRecordException("not in the wire format (a zero byte, then a schema id): "
                    + describe(bytes) + "; expected a " + type.getSimpleName());
        }
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        SpecificDatumReader<T> reader = readers.get(id);
        return reader == null ? newReader(id, bytes) : reader;
    }

    private SpecificDatumReader<T> newReader(int id, byte[] bytes) {
        Schema written = ids.schema(id)
                .orElseThrow(() -> new UnreadableRecordException("schema id " + id + " in " + describe(bytes)
                        + " is not known as one of a " + type.getSimpleName() + ", which was expected; known are "
                        + new TreeSet<>(readers.keySet())));
        if (!ids.isFinal(id)) {
            return readersForNow.computeIfAbsent(written, this::reader);
        }
        SpecificDatumReader<T> reader = reader(written);
        readers.put(id, reader);
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
