package io.sluice.examples.demo;

import io.sluice.examples.csvimport.CsvLine;
import io.sluice.examples.csvimport.CsvLines;
import io.sluice.examples.csvimport.RowStore;
import io.sluice.sdk.Fail;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.WorkerBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The jobs of the demo: one reads a file and submits a job a line, one writes a line's row, one is a small shop's. */
final class ImportJobs {

    /** The import runs one at a time; the shop has seats of its own, which it cannot take. */
    static final String CHANNELS = "root.import:1,root.line:4,root.shop:2";

    static final String IMPORT_CHANNEL = "root.import";
    static final String LINE_CHANNEL = "root.line";
    static final String SHOP_CHANNEL = "root.shop";
    /** Which line of the file a job is about, for whoever reads the events. */
    static final String LINE_HEADER = "line";

    private static final JobType<ImportFile> IMPORT_FILE = JobType.of("import-file", ImportFile.class);
    static final JobType<CsvLine> IMPORT_LINE = JobType.of("import-line", CsvLine.class);
    private static final JobType<Order> SHOP_ORDER = JobType.of("shop-order", Order.class);

    private static final Duration RETRY_AFTER = Duration.ofMillis(300);
    /** One job in that many fails at its first attempt. */
    private static final int UNLUCKY = 40;

    private final JobClient client;
    private final RowStore rows;

    ImportJobs(JobClient client, RowStore rows) {
        this.client = client;
        this.rows = rows;
    }

    record ImportFile(String path) {}

    record Order(long number) {}

    static JobRequest<ImportFile> importOf(Path file) {
        return JobRequest.of(IMPORT_FILE, new ImportFile(file.toString()))
                .channel(IMPORT_CHANNEL)
                .description("import of " + file.getFileName());
    }

    static JobRequest<Order> order(long number) {
        return JobRequest.of(SHOP_ORDER, new Order(number))
                .channel(SHOP_CHANNEL)
                .description("order " + number);
    }

    WorkerBuilder addTo(WorkerBuilder worker) {
        return worker.handler(IMPORT_FILE, this::importFile)
                .handler(IMPORT_LINE, this::importLine)
                .handler(SHOP_ORDER, this::confirmOrder);
    }

    private Object importFile(ImportFile payload, JobContext context) throws InterruptedException {
        try (CsvLines lines = CsvLines.open(Path.of(payload.path()))) {
            rows.addColumns(lines.header());
            FanOut fanOut = new FanOut(client, context.id());
            while (lines.hasNext()) {
                fanOut.submit(lines.next());
            }
            return Map.of("lines", fanOut.await());
        }
    }

    private Object importLine(CsvLine line, JobContext context) {
        if (!line.good()) {
            throw new Fail(line.problem());
        }
        if (context.attempt() == 1 && isUnlucky(context.id())) {
            throw new RetryableJobException("the demo lets one call in " + UNLUCKY + " fail once").after(RETRY_AFTER);
        }
        // A line whose job runs twice has one row all the same: the job's id is the key.
        return rows.insert(context.id().toString(), line) ? "inserted" : "was there already";
    }

    /** By the id, so that a second demo of the same jobs would see the same. */
    static boolean isUnlucky(JobId id) {
        return Math.floorMod(id.uuid().getLeastSignificantBits(), (long) UNLUCKY) == 0;
    }

    private Object confirmOrder(Order order, JobContext context) {
        return "order " + order.number() + " confirmed, " + rows.count() + " rows imported so far";
    }
}
