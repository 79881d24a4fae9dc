package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.whatif.Figures;
import io.sluice.whatif.WhatIf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Says what would have happened, to a person or a program. */
final class WhatIfText {

    private WhatIfText() {}

    static void show(Screen screen, WhatIf.Window window, WhatIf.Answer answer) {
        if (screen.isJson()) {
            screen.json(document(window, answer));
            return;
        }
        TextTable table = new TextTable(
                text("CHANNEL"),
                number("WAIT P50"),
                number("WOULD BE"),
                number("P95"),
                number("WOULD BE"),
                number("SEATS"),
                number("WOULD BE"),
                number("MOST"),
                number("WOULD BE"),
                number("DONE/MIN"),
                number("WOULD BE"));
        answer.channels()
                .forEach((path, row) -> table.row(
                        path.text(),
                        span(row.was().waitP50Ms()),
                        span(row.would().waitP50Ms()),
                        span(row.was().waitP95Ms()),
                        span(row.would().waitP95Ms()),
                        tenths(row.was().seats()),
                        tenths(row.would().seats()),
                        row.was().mostSeats(),
                        row.would().mostSeats(),
                        tenths(row.was().donePerMinute()),
                        tenths(row.would().donePerMinute())));
        table.print(screen.out());
        screen.out().println();
        screen.out().println("each channel with all below it; waits are from arrival or ETA to the first release");
        screen.out().println(model(answer));
        answer.leftOut().forEach(sentence -> screen.out().println("- " + sentence));
        screen.out().flush();
    }

    /** How far the model is from what happened. */
    private static String model(WhatIf.Answer answer) {
        WhatIf.Row root = answer.channels().values().iterator().next();
        return "with the limits that held the model gives " + span(root.same().waitP50Ms()) + " and "
                + span(root.same().waitP95Ms()) + " where " + span(root.was().waitP50Ms()) + " and "
                + span(root.was().waitP95Ms()) + " were measured, and "
                + tenths(root.same().donePerMinute())
                + " done a minute where there were " + tenths(root.was().donePerMinute()) + ". What it does not know:";
    }

    private static Map<String, Object> document(WhatIf.Window window, WhatIf.Answer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tree", window.tree());
        document.put("from", Instant.ofEpochMilli(window.from()));
        document.put("to", Instant.ofEpochMilli(window.to()));
        document.put("jobs", answer.jobs());
        document.put("runs", answer.runs());
        List<Object> channels = new ArrayList<>();
        answer.channels().forEach((path, row) -> {
            Map<String, Object> channel = new LinkedHashMap<>();
            channel.put("channel", path.text());
            Map<String, Function<WhatIf.Row, Figures>> which = new LinkedHashMap<>();
            which.put("was", WhatIf.Row::was);
            which.put("modelOfWas", WhatIf.Row::same);
            which.put("wouldBe", WhatIf.Row::would);
            which.forEach((name, figures) -> channel.put(name, figures.apply(row)));
            channels.add(channel);
        });
        document.put("channels", channels);
        document.put("leftOut", answer.leftOut());
        return document;
    }

    /** As people say it: {@code 340 ms}, {@code 1.2 s}, {@code 14 min}, {@code 3.5 h}. */
    static String span(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return tenths(millis / 1_000.0) + " s";
        }
        return millis < 7_200_000 ? Math.round(millis / 60_000.0) + " min" : tenths(millis / 3_600_000.0) + " h";
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
