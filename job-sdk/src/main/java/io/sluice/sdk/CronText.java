package io.sluice.sdk;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a cron line looks like, as the client checks it before it sends anything. The scheduler reads it and knows best. */
final class CronText {

    private static final Set<String> NICKNAMES =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern EVERY = Pattern.compile("every +[0-9]{1,12}(ms|s|m|h|d)");
    private static final String VALUE = "(\\*|[0-9]{1,2}|[A-Za-z]{3})";
    private static final Pattern FIELD = Pattern.compile(part() + "(," + part() + ")*");
    private static final List<String> NAMES = List.of("minute", "hour", "day of month", "month", "day of week");

    private CronText() {}

    private static String part() {
        return VALUE + "(-" + VALUE + ")?(/[0-9]{1,2})?";
    }

    static void check(String cron) {
        if (cron == null) {
            throw new IllegalArgumentException("a cron line cannot be null; expected is such as 30 2 * * MON-FRI");
        }
        String line = cron.strip();
        if (NICKNAMES.contains(line) || EVERY.matcher(line).matches()) {
            return;
        }
        String[] fields = line.split(" +");
        if (fields.length != NAMES.size()) {
            throw bad(cron, "it has " + fields.length + " fields");
        }
        for (int i = 0; i < fields.length; i++) {
            if (!FIELD.matcher(fields[i]).matches()) {
                throw bad(cron, "its " + NAMES.get(i) + " is \"" + fields[i] + "\"");
            }
        }
    }

    private static IllegalArgumentException bad(String cron, String problem) {
        return new IllegalArgumentException("the cron line is \"" + cron + "\" (" + problem + "); expected are five"
                + " fields (" + String.join(", ", NAMES) + ") such as 30 2 * * MON-FRI, or one of @hourly, @daily,"
                + " @weekly, @monthly, @yearly, or such as every 15m");
    }
}
