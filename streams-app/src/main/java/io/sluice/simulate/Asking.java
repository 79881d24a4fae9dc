package io.sluice.simulate;

import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.JobId;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A job as a script asks for it: {@code {"id":"j1","type":"t","channel":"root.a","priority":10,"eta":5000,…}}. Where the schema
 * has another name for a field, that one does as well.
 */
final class Asking {

    private static final String JSON = "application/json";

    private final JobNames names;
    private final Known known;

    Asking(JobNames names, Known known) {
        this.names = names;
        this.known = known;
    }

    // ---- jobs

    Submission submission(Object json, String tree) {
        Fields job = Fields.of(json, "a job");
        JobId id = names.job(job.needed("id"), tree);
        Submission asked = parts(job, id);
        job.nothingElse();
        return asked;
    }

    /** A submission; one that the rules have no form for is theirs to refuse. */
    Command submit(Object json, String tree) {
        Fields job = Fields.of(json, "a job");
        JobId id = names.job(job.needed("id"), tree);
        try {
            return new Command.Submit(submission(json, tree));
        } catch (UnfitException e) {
            return new Command.Unfit(id, e.getMessage());
        }
    }

    /** What a handler submits: a job, and whether the children of the handler's own job wait for it too. */
    Command.Submitted submitted(Object json, JobId by, int n) {
        Fields fields = Fields.of(json, "a submitted job");
        boolean whole = fields.has("job");
        Fields job = whole ? Fields.of(fields.there("job"), "job") : fields;
        boolean holds = fields.flag("holdsChildren");
        JobId id = names.job(job.text("id").orElse(names.text(by.uuid()) + "@submitted" + n), by.tree());
        Submission asked = parts(job, id);
        job.nothingElse();
        fields.nothingElse();
        return new Command.Submitted(asked, holds);
    }

    /** What a schedule submits: a job whose id, if it has one, counts for nothing. */
    private Submission template(Object json, String tree) {
        Fields job = Fields.of(json, "the job of a schedule");
        job.text("id");
        Submission asked = parts(job, new JobId(tree, new UUID(0, 0)));
        job.nothingElse();
        return asked;
    }

    Schedule schedule(Object json, String tree) {
        Fields schedule = Fields.of(json, "a schedule");
        Schedule read = new Schedule(
                schedule.needed("id"),
                schedule.needed("cron"),
                schedule.text("zone").orElse("UTC"),
                template(schedule.get("job").orElse(Map.of()), tree),
                constant(Schedule.Overlap.class, schedule.text("overlap").orElse("allow"), "overlap"),
                constant(Schedule.Misfire.class, schedule.text("misfire").orElse("once"), "misfire"),
                schedule.flag("enabled", true));
        schedule.nothingElse();
        return read;
    }

    private Submission parts(Fields job, JobId id) {
        String type = job.text("type").orElse("t");
        known.type(type);
        return new Submission(
                id,
                type,
                job.text("channel").orElse(""),
                payload(job),
                options(job),
                parents(job, id.tree()),
                job.text("flow").map(name -> names.within(id.tree(), name)),
                job.text("replayOf").map(name -> names.within(id.tree(), name)),
                job.text("description").orElse(""),
                headers(job),
                job.number("submittedAt").orElse(0));
    }

    /** Any JSON goes as its JSON; a text of another content type as it stands. */
    private static Payload payload(Fields job) {
        Optional<Object> value = job.get("payload");
        String type = job.text("contentType").orElse(value.isEmpty() ? "" : JSON);
        String text = value.map(given -> given instanceof String words && !isJson(type) ? words : JsonText.text(given))
                .orElse("");
        return new Payload(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private static boolean isJson(String contentType) {
        return contentType.startsWith(JSON) || contentType.endsWith("+json");
    }

    private static Submission.Options options(Fields job) {
        Optional<Object> most = job.get("maxAttempts");
        return new Submission.Options(
                job.get("priority")
                        .map(value -> Fields.smallNumber(value, "priority"))
                        .orElse(10),
                job.number("eta"),
                most.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Fields.smallNumber(most.get(), "maxAttempts")),
                job.get("retry").map(json -> Policies.policy(json, "retry")),
                job.duration("timeout"),
                job.number("expires"),
                job.get("dedup").map(Asking::dedup));
    }

    /** The key alone, or an object. */
    private static Dedup dedup(Object json) {
        if (json instanceof String key) {
            return dedup(key, Dedup.Mode.KEEP, false, 0);
        }
        Fields dedup = Fields.of(json, "dedup");
        String key = dedup.needed("key");
        Dedup.Mode mode = constant(Dedup.Mode.class, dedup.text("mode").orElse("keep"), "mode");
        boolean untilFinished = untilFinished(dedup);
        long window = dedup.duration("window").orElse(0);
        dedup.nothingElse();
        return dedup(key, mode, untilFinished, window);
    }

    private static Dedup dedup(String key, Dedup.Mode mode, boolean untilFinished, long window) {
        try {
            return new Dedup(key, mode, untilFinished, window);
        } catch (IllegalArgumentException e) {
            throw new UnfitException(e);
        }
    }

    private static boolean untilFinished(Fields dedup) {
        Object until = dedup.either("until", "untilFinished").orElse(false);
        if (until instanceof Boolean flag) {
            return flag;
        }
        if (!until.equals("finished")) {
            throw new IllegalArgumentException("until is " + JsonText.text(until) + "; allowed is finished");
        }
        return true;
    }

    private List<Parent> parents(Fields job, String tree) {
        List<Parent> parents = new ArrayList<>();
        job.list("parents").forEach(json -> parents.add(parent(json, tree)));
        return List.copyOf(parents);
    }

    /** A name alone, or an object. */
    private Parent parent(Object json, String tree) {
        if (json instanceof String name) {
            return new Parent(names.within(tree, name), Parent.On.DONE);
        }
        Fields edge = Fields.of(json, "a parent");
        Parent parent = new Parent(
                names.within(tree, Fields.text(edge.eitherThere("id", "job"), "id")),
                constant(Parent.On.class, edge.text("on").orElse("done"), "on"));
        edge.nothingElse();
        return parent;
    }

    private static Map<String, String> headers(Fields job) {
        Map<String, String> headers = new LinkedHashMap<>();
        job.get("headers").ifPresent(json -> {
            Fields given = Fields.of(json, "headers");
            given.names().forEach(name -> headers.put(name, header(given.get(name), name)));
        });
        return headers;
    }

    private static String header(Optional<Object> value, String name) {
        return Fields.text(
                value.orElseThrow(
                        () -> new IllegalArgumentException("the header " + name + " is null; expected is a text")),
                "the header " + name);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word, String name) {
        return type.cast(anyConstant(type, word, name));
    }

    /** The constant of an enum, in small letters or large ones; what is allowed is said in those that the word has. */
    static Object anyConstant(Class<?> type, String word, String name) {
        boolean isLarge = word.equals(word.toUpperCase(Locale.ROOT));
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String text = constant.toString();
            known.add("\"" + (isLarge ? text : text.toLowerCase(Locale.ROOT)) + "\"");
            if (constant.toString().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name + " is \"" + word + "\"; allowed are " + String.join(", ", known));
    }
}
