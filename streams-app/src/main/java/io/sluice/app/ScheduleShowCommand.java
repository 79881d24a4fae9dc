package io.sluice.app;

import io.sluice.web.PayloadText;
import io.sluice.web.ScheduleDetails;
import io.sluice.web.ScheduleDocument;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows all about one schedule. */
@Command(
        name = "show",
        description = "Shows all about one schedule.",
        footer = {"", "Example:", "  sluice schedule show nightly"})
final class ScheduleShowCommand implements Callable<Integer> {

    @Mixin
    private ScheduleName schedule;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        String path = "/v1/schedules/" + schedule.id();
        Map<String, String> parameters = Map.of("tree", schedule.tree());
        if (screen.isJson()) {
            screen.json(api.get(path, parameters));
        } else {
            show(api.get(path, parameters, ScheduleDetails.class));
        }
        return ExitCode.OK;
    }

    private void show(ScheduleDetails details) {
        ScheduleDocument row = details.row();
        line("id", row.id());
        line("tree", row.tree());
        line("cron", row.cron());
        line("zone", row.zone());
        line("enabled", row.enabled() ? "yes" : "no");
        line("next", row.next());
        line("last", row.last());
        line("last job", row.lastJob());
        line("overlap", row.overlap());
        line("misfire", row.misfire());
        line("type", row.type());
        line("channel", row.channel());
        line("priority", details.priority());
        OptionalInt most = details.maxAttempts();
        line("max attempts", most.isEmpty() ? "" : most.getAsInt() == 0 ? "unlimited" : "" + most.getAsInt());
        line("description", details.description());
        details.headers().forEach((name, value) -> line("header " + name, value));
        PayloadText payload = details.payload();
        line("payload", payload.size() + " bytes of " + payload.contentType());
        payload.text().or(payload::base64).ifPresent(text -> screen.out().println(text));
    }

    private void line(String name, Object value) {
        Object shown = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (shown != null && !shown.toString().isEmpty()) {
            screen.out().println(String.format("%-12s %s", name, shown));
        }
    }
}
