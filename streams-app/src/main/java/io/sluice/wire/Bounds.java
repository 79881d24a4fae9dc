package io.sluice.wire;

import java.util.HashSet;
import java.util.Set;

/**
 * How long texts from outside may be. Our own client keeps to it; another one must not be able to make a record that no topic
 * takes. What is for people is cut; what means something is refused. What runs say of themselves is cut in core.
 */
final class Bounds {

    private static final int REASON = 1_000;
    private static final int NAME = 256;
    private static final int NAMES = 2_000;

    private Bounds() {}

    /** Why somebody wants something. */
    static String reason(String text) {
        return cut(text, REASON);
    }

    /** Who wants it. */
    static String by(String text) {
        return cut(text, NAME);
    }

    /** A worker's id, which has to come back as it is. */
    static String worker(String id) {
        if (id.length() > NAME) {
            throw new BadRecordException(
                    "a worker's id of " + id.length() + " characters; at most " + NAME + " are allowed");
        }
        return id;
    }

    /** Topics that a worker reads or types that it handles. */
    static Set<String> names(Iterable<String> names, String what) {
        Set<String> kept = new HashSet<>();
        for (String name : names) {
            if (name.length() > NAME) {
                throw new BadRecordException(
                        what + " of " + name.length() + " characters; at most " + NAME + " are allowed");
            }
            kept.add(name);
        }
        if (kept.size() > NAMES) {
            throw new BadRecordException(kept.size() + " times " + what + "; at most " + NAMES + " are allowed");
        }
        return Set.copyOf(kept);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
