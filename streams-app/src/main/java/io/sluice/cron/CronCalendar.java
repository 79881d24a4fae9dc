package io.sluice.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.sluice.core.Calendar;
import io.sluice.core.Durations;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads cron lines: five fields, {@code @hourly} and the like, {@code every 15m}. Keeps those that it read last.
 *
 * <p>Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class CronCalendar implements Calendar {

    private static final int KEPT = 1_000;
    private static final long SHORTEST_MS = 1_000;
    private static final long LONGEST_MS = 3_653L * 86_400_000;

    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final Map<Line, Slots> read = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Slots> eldest) {
            return size() > KEPT;
        }
    };

    private record Line(String cron, String zone) {}

    @Override
    public Slots slots(String cron, String zone) {
        Line line = new Line(cron, zone);
        Slots known = read.get(line);
        if (known == null) {
            known = read(cron.strip(), zone(zone));
            read.put(line, known);
        }
        return known;
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "the time zone is \"" + zone + "\"; expected is one such as Europe/Berlin or UTC", e);
        }
    }

    private Slots read(String cron, ZoneId zone) {
        if (cron.startsWith("every ")) {
            return every(cron);
        }
        String fields = NICKNAMES.getOrDefault(cron.toLowerCase(Locale.ROOT), cron);
        try {
            return new LocalSlots(ExecutionTime.forCron(parser().parse(fields).validate()), zone);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the cron line is \"" + cron + "\"" + why(cron, e) + "; expected are five fields"
                            + " (minute, hour, day of month, month, day of week) such as 30 2 * * MON-FRI, or one of"
                            + " @hourly, @daily, @weekly, @monthly, @yearly, or such as every 15m",
                    e);
        }
    }

    /** The parser's own words, but of a nickname: those that it does not know are ours to know. */
    private static String why(String cron, IllegalArgumentException thrown) {
        return cron.startsWith("@") ? "" : " (" + thrown.getMessage() + ")";
    }

    /** Not before a line asks for it: most simulations have none, and start the sooner. */
    private static CronParser parser() {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    }

    private static Slots every(String cron) {
        long step = step(cron);
        if (step < SHORTEST_MS || step > LONGEST_MS) {
            throw new IllegalArgumentException(
                    "the cron line is \"" + cron + "\"; expected behind every is a time from 1s to 3653d such as 15m");
        }
        return new EvenSlots(step);
    }

    /** 0, which is not allowed, where it is no time at all. */
    private static long step(String cron) {
        try {
            return Durations.parse(cron.substring("every ".length()).strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return 0;
        }
    }
}
