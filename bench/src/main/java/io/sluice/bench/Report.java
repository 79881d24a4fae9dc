package io.sluice.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a bench has to say.
 *
 * @param settings what it was told
 * @param conditions under which it was measured
 * @param reference what Kafka alone did
 * @param runs the runs of each variant, in order
 */
record Report(Settings settings, Conditions conditions, Reference reference, List<List<Measured>> runs) {

    private static final String LINE = "%-24s %12s   %s%n";

    /** The medians of each variant, with the ratios. */
    List<Measured> medians() {
        List<Measured> medians = runs.stream().map(Measured::median).toList();
        return medians.stream()
                .map(this::compared)
                .map(measured -> comparedWith(medians.getFirst(), measured))
                .toList();
    }

    /** How much of the first variant's rate is left: whether it stays as fast as things grow. */
    private static Measured comparedWith(Measured first, Measured measured) {
        return first.variant().equals(measured.variant())
                ? measured
                : measured.and(
                        "ratioToFirst",
                        measured.figures().get("jobsPerSecond")
                                / first.figures().get("jobsPerSecond"));
    }

    private Measured compared(Measured measured) {
        Measured compared = measured.and("referencePerSecond", reference.passedPerSecond())
                .and("producedPerSecond", reference.producedPerSecond());
        Double jobs = measured.figures().get("jobsPerSecond");
        return jobs == null
                ? compared
                : compared.and("ratio", jobs / reference.passedPerSecond())
                        .and("producedRatio", jobs / reference.producedPerSecond());
    }

    /** A table for people: medians, and what each run measured. */
    void print(PrintWriter out) {
        out.println(settings.workload() + ": "
                + Workload.all().get(settings.workload()).about());
        out.println(conditions.text(settings));
        List<Measured> medians = medians();
        for (int i = 0; i < medians.size(); i++) {
            print(out, medians.get(i), runs.get(i));
        }
    }

    private static void print(PrintWriter out, Measured median, List<Measured> runs) {
        out.println();
        out.printf(Locale.ROOT, LINE, median.variant(), "median", "each run");
        median.figures().forEach((name, value) -> out.printf(Locale.ROOT, LINE, name, number(value), each(name, runs)));
        String cpu = median.cpuSeconds().entrySet().stream()
                .map(used -> used.getKey() + " " + number(used.getValue()))
                .collect(Collectors.joining(", "));
        out.println("cpuSeconds: " + cpu);
    }

    /** What each run measured; nothing for what is measured once or follows from others. */
    private static String each(String name, List<Measured> runs) {
        return runs.stream()
                .filter(run -> run.figures().containsKey(name))
                .map(run -> number(run.figures().get(name)))
                .collect(Collectors.joining("  "));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    /** One line. The figures stand at the top if there is one variant; else in a list {@code variants}. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("workload", settings.workload());
        List<Measured> medians = medians();
        if (medians.size() == 1) {
            all.putAll(document(medians.getFirst()));
        } else {
            all.put("variants", medians.stream().map(Report::document).toList());
        }
        all.put("conditions", conditions.document(settings));
        try {
            return new ObjectMapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report of texts and numbers is always JSON", e);
        }
    }

    private static Map<String, Object> document(Measured measured) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (!measured.variant().isEmpty()) {
            document.put("variant", measured.variant());
        }
        measured.figures().forEach((name, value) -> document.put(name, rounded(value)));
        document.put(
                "cpuSeconds",
                measured.cpuSeconds().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, used -> rounded(used.getValue()), (a, b) -> a, LinkedHashMap::new)));
        return document;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
