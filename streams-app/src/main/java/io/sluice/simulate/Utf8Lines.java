package io.sluice.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The lines of a file in UTF-8. The mark that some editors put at its beginning is passed over. */
final class Utf8Lines implements Iterator<String> {

    private static final char MARK = '\uFEFF';

    private final InputStream file;
    private int ahead;
    private boolean first = true;

    Utf8Lines(InputStream file) {
        this.file = file;
        this.ahead = read();
    }

    private int read() {
        try {
            return file.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        return ahead >= 0;
    }

    /** @throws IllegalArgumentException if the line is not in UTF-8 */
    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no more lines");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (ahead >= 0 && ahead != '\n') {
            bytes.write(ahead);
            ahead = read();
        }
        ahead = ahead < 0 ? ahead : read();
        String line = text(bytes.toByteArray());
        boolean isMarked = first && !line.isEmpty() && line.charAt(0) == MARK;
        first = false;
        return isMarked ? line.substring(1) : line;
    }

    private static String text(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not in UTF-8, as a script has to be", e);
        }
    }
}
