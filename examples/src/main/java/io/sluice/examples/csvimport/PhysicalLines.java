package io.sluice.examples.csvimport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts a stream at LF, CRLF and CR and decodes each line on its own. Cutting comes first, on bytes, so that bytes that
 * are not UTF-8 spoil one line only, and a line without end cannot fill the memory.
 */
final class PhysicalLines implements AutoCloseable {

    /** Bytes of the longest line or record. Below the size of H2's longest text column (1,048,576 characters). */
    static final int MAX_BYTES = 1_000_000;

    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int filled;
    private int position;
    private long number;

    PhysicalLines(InputStream in) {
        this.in = in;
    }

    Optional<PhysicalLine> next() throws IOException {
        if (peek() == END) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean cut = false;
        while (peek() != '\n' && peek() != '\r' && peek() != END) {
            int b = read();
            if (bytes.size() < MAX_BYTES) {
                bytes.write(b);
            } else {
                cut = true;
            }
        }
        String end = lineEnd();
        number++;
        return Optional.of(decoded(bytes.toByteArray(), end, cut));
    }

    private String lineEnd() throws IOException {
        int first = read();
        if (first == END) {
            return "";
        }
        if (first == '\n') {
            return "\n";
        }
        if (peek() != '\n') {
            return "\r";
        }
        read();
        return "\r\n";
    }

    private PhysicalLine decoded(byte[] bytes, String end, boolean cut) {
        int start = number == 1 && hasByteOrderMark(bytes) ? 3 : 0;
        try {
            ByteBuffer content = ByteBuffer.wrap(bytes, start, bytes.length - start);
            String text = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
            return new PhysicalLine(number, text, end, true, cut);
        } catch (CharacterCodingException e) {
            String text = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
            return new PhysicalLine(number, text, end, false, cut);
        }
    }

    private static boolean hasByteOrderMark(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private int read() throws IOException {
        int b = peek();
        position++;
        return b;
    }

    private int peek() throws IOException {
        if (position >= filled) {
            filled = in.read(buffer);
            position = 0;
        }
        return filled <= 0 ? END : buffer[position] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
