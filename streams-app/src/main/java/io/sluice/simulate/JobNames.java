package io.sluice.simulate;

import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Schedule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Short names such as {@code j1} for the ids of jobs, flows and sweeps: in by a hash, out as they came. Jobs that the rules
 * make have ids that follow from others, and so have names: {@code nightly@60000} is what the schedule nightly submits at its
 * slot 60000, {@code nightly@trigger70000} what it submits because somebody triggered it then, {@code j1@failed1} what the final failure of the run 1 of j1 submits, {@code j1@submitted0} the first that the
 * handler of j1 submits without giving it an id.
 */
final class JobNames {

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern WITH_TREE = Pattern.compile("([A-Za-z0-9_-]{1,64}:)?(" + UUID_FORM + ")");

    private static final Pattern SLOT = Pattern.compile("([A-Za-z0-9_-]{1,64})@(trigger)?([0-9]{1,18})");

    private static final Pattern FOLLOW_UP = Pattern.compile("(.+)@(failed|submitted)([0-9]{1,9})");

    private final Map<UUID, String> names = new HashMap<>();

    // ---- in

    /** The job behind a name; {@code acme:j1} is in the tree {@code acme}, a bare name in the one given. */
    JobId job(String name, String tree) {
        String its = tree(name, tree);
        return new JobId(its, uuid(bare(name), its));
    }

    /** The flow behind a name. */
    FlowId flow(String name, String tree) {
        String its = tree(name, tree);
        return new FlowId(its, uuid(bare(name), its));
    }

    /**
     * The id behind a name that can only be of that tree.
     *
     * @throws IllegalArgumentException if it says another one
     */
    UUID within(String tree, String name) {
        if (!tree(name, tree).equals(tree)) {
            throw new IllegalArgumentException(name + " is of another tree than what names it, which is of " + tree);
        }
        return uuid(bare(name), tree);
    }

    private static String tree(String name, String otherwise) {
        int colon = name.indexOf(':');
        return colon < 0 ? otherwise : name.substring(0, colon);
    }

    private static String bare(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private UUID uuid(String name, String tree) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name is empty; expected is something such as j1");
        }
        if (UUID_FORM.matcher(name).matches()) {
            return UUID.fromString(name);
        }
        UUID id = id(name, tree);
        names.put(id, name);
        return id;
    }

    private UUID id(String name, String tree) {
        Matcher slot = SLOT.matcher(name);
        if (slot.matches()) {
            long at = Long.parseLong(slot.group(3));
            return slot.group(2) == null ? Schedule.jobId(slot.group(1), at) : Schedule.triggeredId(slot.group(1), at);
        }
        Matcher followUp = FOLLOW_UP.matcher(name);
        if (followUp.matches()) {
            JobId origin = job(followUp.group(1), tree);
            long n = Long.parseLong(followUp.group(3));
            return followUp.group(2).equals("failed") ? FollowUps.ofFailure(origin, n) : FollowUps.submitted(origin, n);
        }
        return hashed(name);
    }

    /** A UUIDv7 of the time 0 with a hash as the rest. */
    private static UUID hashed(String name) {
        UUID hash = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new UUID(
                0x7000L | hash.getMostSignificantBits() & 0x0FFFL,
                hash.getLeastSignificantBits() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L);
    }

    /** What the rules may submit because of it shows by its name. */
    void follow(String tree, Event event) {
        if (event instanceof Event.ScheduleFired fired) {
            uuid(fired.schedule() + "@" + fired.slot(), tree);
            uuid(fired.schedule() + "@trigger" + fired.slot(), tree);
        } else if (event instanceof Event.JobFailed failed) {
            uuid(text(failed.job().uuid()) + "@failed" + failed.run().run(), tree);
        }
    }

    // ---- out

    String text(UUID id) {
        return names.getOrDefault(id, id.toString());
    }

    String text(JobId id) {
        return text(id.tree(), id.uuid());
    }

    String text(FlowId id) {
        return text(id.tree(), id.uuid());
    }

    private String text(String tree, UUID id) {
        return tree.equals("main") ? text(id) : tree + ":" + text(id);
    }

    /** Words with ids in them, as names. */
    String inText(String words) {
        return UUID_FORM.matcher(words).find()
                ? WITH_TREE.matcher(words).replaceAll(id -> Matcher.quoteReplacement(named(id)))
                : words;
    }

    private String named(MatchResult id) {
        String name = text(UUID.fromString(id.group(2)));
        boolean isShort = id.group(1) == null || id.group(1).equals("main:") && !name.equals(id.group(2));
        return isShort ? name : id.group(1) + name;
    }
}
