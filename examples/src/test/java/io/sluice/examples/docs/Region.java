package io.sluice.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of source files that documents show. */
final class Region {

    private static final Pattern REGION =
            Pattern.compile("^ *// snippet ([\\w-]+)\n(.*?)\n *// /snippet$", Pattern.DOTALL | Pattern.MULTILINE);

    private Region() {}

    /** The lines of each, with their indentation taken away, by class and name. */
    static Map<String, List<String>> all(Path sources) {
        Map<String, List<String>> regions = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> add(file, regions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return regions;
    }

    private static void add(Path file, Map<String, List<String>> regions) {
        String type = file.getFileName().toString().replace(".java", "");
        REGION.matcher(read(file)).results().forEach(found -> {
            String name = type + " " + found.group(1);
            List<String> lines = found.group(2).stripIndent().lines().toList();
            if (regions.put(name, lines) != null) {
                throw new IllegalStateException("there are two regions " + name);
            }
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
