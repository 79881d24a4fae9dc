package io.sluice.it;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scheduler told Prometheus.
 *
 * @param families the kind of each metric, by the name under which its kind is told
 * @param labels labels of the samples, by their whole names
 * @param values of the samples, by name and labels as they stand
 */
record Scrape(Map<String, String> families, Map<String, Set<String>> labels, Map<String, Double> values) {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([A-Za-z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    static Scrape parse(String text) {
        Scrape scrape = new Scrape(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        text.lines().forEach(scrape::line);
        return scrape;
    }

    private void line(String line) {
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (type.matches()) {
            families.put(type.group(1), type.group(2));
        } else if (!line.startsWith("#")) {
            if (!sample.matches()) {
                throw new IllegalArgumentException("no sample: " + line);
            }
            sample(sample.group(1), Optional.ofNullable(sample.group(2)).orElse(""), sample.group(3));
        }
    }

    private void sample(String name, String pairs, String value) {
        Set<String> names = labels.computeIfAbsent(name, first -> new TreeSet<>());
        Matcher label = LABEL.matcher(pairs);
        while (label.find()) {
            names.add(label.group(1));
        }
        values.put(name + (pairs.isEmpty() ? "" : "{" + pairs + "}"), Double.valueOf(value.replace("Inf", "Infinity")));
    }

    /** The labels of a metric of that name, whatever its samples are called, but for a bucket's bound. */
    Set<String> labelsOf(String family) {
        Set<String> found = new TreeSet<>();
        for (String suffix : Set.of("", "_bucket", "_sum", "_count")) {
            found.addAll(labels.getOrDefault(family + suffix, Set.of()));
        }
        found.remove("le");
        return found;
    }

    /** A sample's value; none: there is no such sample. */
    Optional<Double> value(String sample) {
        return Optional.ofNullable(values.get(sample));
    }
}
