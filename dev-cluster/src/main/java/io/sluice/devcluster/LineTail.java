package io.sluice.devcluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;

/** The lines of a file that still grows. A line counts when its end is written. */
final class LineTail implements AutoCloseable {

    private final InputStream input;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineTail(Path file, long from) throws IOException {
        input = new BufferedInputStream(Files.newInputStream(file));
        input.skipNBytes(from);
    }

    /** The next line, absent while there is none; ask again later. */
    Optional<String> next() throws IOException {
        for (int read = input.read(); read >= 0; read = input.read()) {
            if (read == '\n') {
                String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
                line.reset();
                return Optional.of(text);
            }
            line.write(read);
        }
        return Optional.empty();
    }

    /** What the file ends with now, from a position on. */
    static String last(Path file, long from, int count) throws IOException {
        ArrayDeque<String> last = new ArrayDeque<>();
        try (LineTail lines = new LineTail(file, from)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                last.add(line.get());
                if (last.size() > count) {
                    last.remove();
                }
            }
        }
        return String.join("\n", last);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
