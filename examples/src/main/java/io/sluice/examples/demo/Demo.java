package io.sluice.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.examples.csvimport.RowStore;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.examples.embedded.EmbeddedSluice;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** One run of the demo, from an empty folder to its report. */
final class Demo {

    private static final List<String> CHANNELS =
            List.of(ImportJobs.IMPORT_CHANNEL, ImportJobs.LINE_CHANNEL, ImportJobs.SHOP_CHANNEL);
    /** One more than the channels' seats together, so that no channel waits for a thread. */
    private static final int SLOTS = 20;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private final DemoSettings settings;
    private final Progress progress;

    Demo(DemoSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    DemoReport run() throws IOException, InterruptedException {
        EmbeddedSettings embedded = EmbeddedSettings.in(settings.folder().path(), ImportJobs.CHANNELS);
        EventFold fold = new EventFold();
        try (EmbeddedSluice sluice = EmbeddedSluice.start(embedded);
                RowStore rows = RowStore.in(settings.folder().path().resolve("rows"));
                JobClient client = JobClient.builder()
                        .bootstrapServers(sluice.bootstrapServers())
                        .name("demo")
                        .build();
                Worker worker = worker(sluice, new ImportJobs(client, rows));
                EventReader events = new EventReader(sluice.bootstrapServers(), fold).start();
                QueryApi api = new QueryApi(sluice.url())) {
            awaitReady(sluice, worker);
            long begin = System.nanoTime();
            List<String> problems = new ArrayList<>();
            long orders = importFile(client, fold, events, problems);
            double seconds = Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
            return report(api, fold, new SelfCheck(settings.lines(), rows.count(), orders), seconds, problems);
        }
    }

    private static Worker worker(EmbeddedSluice sluice, ImportJobs jobs) {
        return jobs.addTo(Worker.builder()
                        .bootstrapServers(sluice.bootstrapServers())
                        .name("demo")
                        .slots(SLOTS))
                .build()
                .start();
    }

    /** The worker first: a share group's first fetch takes seconds, in which the scheduler gets ready as well. */
    private static void awaitReady(EmbeddedSluice sluice, Worker worker) throws InterruptedException {
        if (!worker.awaitReady(READY_WITHIN) || !sluice.awaitReady(READY_WITHIN)) {
            throw new IllegalStateException("worker and scheduler were not ready after " + READY_WITHIN.toSeconds()
                    + " s; the log in the data folder says why (--keep keeps it)");
        }
    }

    /** Returns how many shop jobs there were. */
    private long importFile(JobClient client, EventFold fold, EventReader events, List<String> problems)
            throws InterruptedException {
        Shop shop = new Shop(client);
        try (shop) {
            shop.firstOrder();
            await(fold, events, problems, () -> hasEnded(fold, ImportJobs.SHOP_CHANNEL, 1));
            client.submit(ImportJobs.importOf(settings.file()));
            shop.open();
            await(fold, events, problems, () -> hasEnded(fold, ImportJobs.IMPORT_CHANNEL, 1));
            await(
                    fold,
                    events,
                    problems,
                    () -> hasEnded(fold, ImportJobs.LINE_CHANNEL, settings.lines())
                            || fold.counts(ImportJobs.IMPORT_CHANNEL).failed() > 0);
        }
        await(fold, events, problems, () -> hasEnded(fold, ImportJobs.SHOP_CHANNEL, shop.orders()));
        progress.end();
        return shop.orders();
    }

    private static boolean hasEnded(EventFold fold, String channel, long jobs) {
        return fold.counts(channel).ended() >= jobs;
    }

    private interface Condition {
        boolean holds();
    }

    /** Gives up when nothing at all has happened for a minute. */
    private void await(EventFold fold, EventReader events, List<String> problems, Condition condition)
            throws InterruptedException {
        long seen = fold.events();
        long since = System.nanoTime();
        while (problems.isEmpty() && !condition.holds()) {
            events.check();
            progress.show(fold);
            fold.awaitEvent(Duration.ofMillis(200));
            if (fold.events() != seen) {
                seen = fold.events();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STILL_FOR.toNanos()) {
                problems.add("nothing has happened for " + STILL_FOR.toSeconds() + " s, and jobs are unfinished: "
                        + unfinished(fold));
            }
        }
    }

    private static String unfinished(EventFold fold) {
        return String.join(
                ", ",
                CHANNELS.stream()
                        .map(channel -> channel + " " + fold.counts(channel).unfinished())
                        .toList());
    }

    private DemoReport report(QueryApi api, EventFold fold, SelfCheck check, double seconds, List<String> problems)
            throws IOException, InterruptedException {
        List<ChannelReport> channels = channels(api.channels(), fold);
        List<FailedJob> failed = fold.failed();
        problems.addAll(check.problems(channels, failed, fold.rejected()));
        if (!failed.isEmpty()) {
            problems.addAll(missingTrace(api, failed.getFirst()));
        }
        return new DemoReport(
                settings.shown(),
                settings.lines(),
                check.rows(),
                seconds,
                channels,
                failed,
                settings.folder().path().toString(),
                settings.keep(),
                problems);
    }

    private static List<ChannelReport> channels(JsonNode rows, EventFold fold) {
        return CHANNELS.stream()
                .map(channel -> ChannelReport.of(channel, fold.counts(channel), row(rows, channel)))
                .toList();
    }

    private static JsonNode row(JsonNode rows, String channel) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("path").asText().equals(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the query API knows no channel " + channel));
    }

    private static List<String> missingTrace(QueryApi api, FailedJob job) throws IOException, InterruptedException {
        JsonNode kept = api.job(job.id());
        boolean there = kept.path("state").asText().equals("FAILED")
                && !kept.path("failure").path("stackTrace").asText().isBlank();
        return there ? List.of() : List.of("failed job " + job.id() + " should be kept with its trace, but is " + kept);
    }
}
