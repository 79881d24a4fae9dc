package io.sluice.testing;

import io.sluice.core.Failure;
import io.sluice.core.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jobs in words, for the messages of assertions. */
final class JobText {

    private static final int MOST_LINES = 20;
    private static final int MOST_FRAMES = 4;
    /** Of code that is neither ours nor the reflection that calls it. */
    private static final Pattern FRAME = Pattern.compile("^at (?!\\[|io\\.sluice\\.sdk\\."
            + "|io\\.sluice\\.testing\\.(Thrown|MemoryWorker|Course|Engine|TestSluice)\\."
            + "|java\\.base/j[a-z.]*\\.reflect\\.)");

    private JobText() {}

    /** One line: what it is, where it is, and what of its options is not the default. */
    static String line(TestJob job) {
        List<String> words = new ArrayList<>();
        words.add(job.type() + " " + job.payloadText());
        words.add(
                job.state() == JobState.FAILED
                        ? "FAILED ("
                                + job.error()
                                        .map(error -> Payloads.shortened(sentence(error)))
                                        .orElse("no error is known")
                                + ")"
                        : job.state().toString());
        words.add("channel " + job.channel());
        if (job.priority() != 10) {
            words.add("priority " + job.priority());
        }
        job.eta().ifPresent(eta -> words.add("ETA " + eta));
        job.expires().ifPresent(expires -> words.add("expires " + expires));
        job.maxAttempts().ifPresent(most -> words.add("maxAttempts " + most));
        job.timeout().ifPresent(timeout -> words.add("timeout " + Likeness.words(timeout)));
        job.dedupKey().ifPresent(key -> words.add("dedup key " + key));
        if (!job.headers().isEmpty()) {
            words.add("headers " + job.headers());
        }
        if (!job.description().isEmpty()) {
            words.add("\"" + job.description() + "\"");
        }
        return String.join(", ", words) + "  [" + job.id() + "]";
    }

    /** A line a job; of many, the first. */
    static String lines(List<TestJob> jobs) {
        String lines =
                jobs.stream().limit(MOST_LINES).map(job -> "  " + line(job)).collect(Collectors.joining("\n"));
        return jobs.size() <= MOST_LINES ? lines : lines + "\n  … and " + (jobs.size() - MOST_LINES) + " more";
    }

    /** How a job ended, or why it has not: the words behind "is". */
    static String fate(TestJob job) {
        StringBuilder words = new StringBuilder(job.state().toString());
        switch (job.state()) {
            case DONE ->
                job.result().ifPresent(result -> words.append(", result ").append(Payloads.shortened(result)));
            case CANCELLED -> words.append(job.reason().isEmpty() ? "" : ": " + job.reason());
            case FAILED ->
                words.append(" after ").append(job.attempts()).append(job.attempts() == 1 ? " attempt" : " attempts");
            case WAITING, SCHEDULED, READY, RELEASED, RUNNING ->
                words.append("; ").append(job.why());
        }
        job.error().ifPresent(error -> words.append("\n  last error: ").append(error(error)));
        if (!job.log().isEmpty()) {
            words.append("\n  its log:\n").append(indented(String.join("\n", job.log()), MOST_LINES));
        }
        return words.toString();
    }

    private static String error(Failure error) {
        String first = sentence(error);
        List<String> trace = trace(error.stackTrace());
        return trace.isEmpty() ? first : first + "\n" + indented(String.join("\n", trace), MOST_LINES);
    }

    /** Of the error and of each of its causes the first frames of code that is not ours. */
    private static List<String> trace(String whole) {
        List<String> kept = new ArrayList<>();
        int frames = 0;
        for (String line : whole.lines().map(String::strip).toList()) {
            if (line.startsWith("Caused by: ")) {
                kept.add(line);
                frames = 0;
            } else if (FRAME.matcher(line).find() && frames++ < MOST_FRAMES) {
                kept.add(line);
            }
        }
        return kept;
    }

    private static String sentence(Failure error) {
        return error.type() + (error.message().isEmpty() ? "" : ": " + error.message());
    }

    private static String indented(String text, int most) {
        List<String> lines = text.lines().toList();
        String shown =
                lines.stream().limit(most).map(line -> "    " + line.strip()).collect(Collectors.joining("\n"));
        return lines.size() <= most ? shown : shown + "\n    …";
    }
}
