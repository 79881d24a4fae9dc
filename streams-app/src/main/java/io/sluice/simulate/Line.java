package io.sluice.simulate;

import io.sluice.core.JobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * A line of a script.
 *
 * @param number its number, from 1
 * @param at when; none: at the time of the line before
 * @param word its command
 * @param subject what stands behind the word
 * @param tree the tree that its names are in
 * @param by who wants it
 * @param fields all of it
 */
record Line(int number, OptionalLong at, String word, Object subject, String tree, Optional<String> by, Fields fields) {

    /** The end of the year 9999: whatever is later is a slip. */
    static final long LATEST = 253_402_300_799_999L;

    /** @throws IllegalArgumentException if it has not exactly one of the known words */
    static Line read(int number, String text, Set<String> known) {
        Map<String, Object> object = JsonText.object(text);
        Fields fields = new Fields(object);
        List<String> words = object.keySet().stream().filter(known::contains).toList();
        if (words.size() != 1) {
            throw new IllegalArgumentException((words.isEmpty() ? "no command" : "more than one command: " + words)
                    + "; expected is one of " + String.join(", ", known));
        }
        String word = words.getFirst();
        Object subject =
                fields.get(word).orElseThrow(() -> new IllegalArgumentException("there is nothing behind " + word));
        String tree = fields.text("tree").orElse("main");
        // A tree's name is checked where it is part of another.
        new JobId(tree, new UUID(0, 0));
        return new Line(number, at(fields), word, subject, tree, fields.text("by"), fields);
    }

    private static OptionalLong at(Fields fields) {
        OptionalLong at = fields.number("at");
        at.ifPresent(Line::checkTime);
        return at;
    }

    /** @throws IllegalArgumentException if it is later than any time that makes sense */
    static void checkTime(long at) {
        if (at > LATEST) {
            throw new IllegalArgumentException("at is " + at + "; at most " + LATEST + ", the end of 9999, is allowed");
        }
    }
}
