package io.sluice.app;

import io.sluice.web.Forecast;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says when what waits will be done. */
@Command(
        name = "forecast",
        description = "Says about when what is READY in a channel and below it will be done, if all goes on as it did.",
        footer = {"", "Example:", "  sluice forecast root.import"})
final class ForecastCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "0..1",
            defaultValue = "root",
            converter = ChannelName.Reader.class,
            description = "The channel, such as root.import or acme/root.import. Default: root.")
    private ChannelName channel;

    @Option(names = "--tree", paramLabel = "TREE", description = "Whose channel. Default: main.")
    private String tree;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> parameters = Map.of("tree", channel.treeOr(tree), "channel", channel.path());
        if (screen.isJson()) {
            screen.json(api.get("/v1/forecast", parameters));
            return ExitCode.OK;
        }
        Forecast forecast = api.get("/v1/forecast", parameters, Forecast.class);
        screen.out().println(sentence(forecast));
        forecast.leftOut().forEach(words -> screen.out().println("- " + words));
        return ExitCode.OK;
    }

    private static String sentence(Forecast forecast) {
        String what = (forecast.ready() == 1 ? "1 job is" : forecast.ready() + " jobs are") + " READY in "
                + forecast.channel();
        if (forecast.ready() == 0 && forecast.unknown().isEmpty()) {
            return "nothing is READY in " + forecast.channel();
        }
        return forecast.doneBy()
                .map(at -> what + ": done by about " + clock(at.atZone(ZoneId.systemDefault())))
                .orElseGet(() -> what + "; when they are done nobody can know: "
                        + forecast.unknown().orElse(""));
    }

    /** The time alone if that is today. */
    private static String clock(ZonedDateTime at) {
        boolean isToday =
                at.toLocalDate().equals(ZonedDateTime.now(at.getZone()).toLocalDate());
        return at.format(DateTimeFormatter.ofPattern(isToday ? "HH:mm" : "yyyy-MM-dd HH:mm"));
    }
}
