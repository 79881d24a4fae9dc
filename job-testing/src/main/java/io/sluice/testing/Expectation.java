package io.sluice.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What jobs are expected to be, and in words what there is instead. */
record Expectation(List<Condition> conditions) {

    private static final int MOST_SHOWN = 10;

    Expectation and(List<Condition> more) {
        List<Condition> all = new ArrayList<>(conditions);
        all.addAll(more);
        return new Expectation(List.copyOf(all));
    }

    boolean isMetBy(TestJob job) {
        return conditions.stream().allMatch(condition -> condition.holds().test(job));
    }

    /** The conditions, a line each; nothing where there is none. */
    String words() {
        if (conditions.isEmpty()) {
            return "";
        }
        int width =
                conditions.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        return " with\n"
                + conditions.stream()
                        .map(each -> "  " + each.name()
                                + " ".repeat(width - each.name().length() + 2) + each.expected())
                        .collect(Collectors.joining("\n"));
    }

    /**
     * What was expected and what there is.
     *
     * @param wanted how many, such as {@code exactly 1}
     * @param jobs all that there are
     */
    String mismatch(String wanted, List<TestJob> jobs) {
        List<TestJob> found = jobs.stream().filter(this::isMetBy).toList();
        List<TestJob> others = jobs.stream().filter(job -> !isMetBy(job)).toList();
        StringBuilder text = new StringBuilder(
                        "expected " + wanted + " submitted " + (wanted.endsWith(" 1") ? "job" : "jobs"))
                .append(words())
                .append(
                        found.isEmpty()
                                ? "\nbut there is none"
                                : "\nbut there " + are(found.size()) + ":\n" + JobText.lines(found));
        if (jobs.isEmpty()) {
            text.append("; nothing was submitted");
        } else if (!others.isEmpty()) {
            text.append(found.isEmpty() ? ". " : "\n").append(others(others));
        }
        return text.toString();
    }

    private static String are(int count) {
        return count == 1 ? "is 1" : "are " + count;
    }

    /** Those with the fewest differences first. */
    private String others(List<TestJob> others) {
        String heading = others.size() == 1
                ? "1 other job was submitted:\n"
                : others.size() + " other jobs were submitted, the nearest first:\n";
        String shown = others.stream()
                .sorted(Comparator.comparingInt(this::distance))
                .limit(MOST_SHOWN)
                .map(job -> "  " + JobText.line(job) + differences(job))
                .collect(Collectors.joining("\n"));
        String more = others.size() > MOST_SHOWN ? "\n  … and " + (others.size() - MOST_SHOWN) + " more" : "";
        return heading + shown + more;
    }

    /** Another type is another thing: it is further away than all other differences together. */
    private int distance(TestJob job) {
        return unmet(job).stream()
                .mapToInt(each -> each.name().equals("type") ? conditions.size() + 1 : 1)
                .sum();
    }

    private String differences(TestJob job) {
        return unmet(job).stream()
                .map(each -> each.name() + " is " + orNone(each.actual().apply(job)))
                .collect(Collectors.joining("; ", "\n      ", ""));
    }

    private static String orNone(String words) {
        return words.isEmpty() ? "empty" : words;
    }

    private List<Condition> unmet(TestJob job) {
        return conditions.stream().filter(each -> !each.holds().test(job)).toList();
    }
}
