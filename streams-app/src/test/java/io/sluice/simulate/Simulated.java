package io.sluice.simulate;

import java.util.ArrayList;
import java.util.List;

/** Runs scripts for tests. */
final class Simulated {

    private Simulated() {}

    /** The events of a script, one line each. */
    static List<String> run(String... lines) {
        List<String> events = new ArrayList<>();
        Script.run(List.of(lines).iterator(), events::add, false);
        return events;
    }

    /** The events of these kinds as {@code at kind job}. */
    static List<String> brief(List<String> kinds, String... lines) {
        return run(lines).stream()
                .map(JsonText::object)
                .filter(event -> kinds.contains(event.get("event")))
                .map(event -> event.get("at") + " " + event.get("event") + " " + event.getOrDefault("job", ""))
                .map(String::strip)
                .toList();
    }
}
