package io.sluice.examples.patterns;

import static io.sluice.examples.patterns.ShopJobs.IMPORT_CHUNK;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_LINE;

import io.sluice.examples.patterns.ShopJobs.Chunk;
import io.sluice.examples.patterns.ShopJobs.CsvFile;
import io.sluice.examples.patterns.ShopJobs.Line;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobIds;
import io.sluice.sdk.JobRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Jobs that make jobs. */
final class CsvImport {

    private static final int CHUNK = 500;

    private final JobClient client;
    private final Shop shop;

    CsvImport(JobClient client, Shop shop) {
        this.client = client;
        this.shop = shop;
    }

    // snippet fan-out
    String importFile(CsvFile file, JobContext job) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file.path()));
        for (int n = 0; n < lines.size(); n++) {
            job.submit(JobRequest.of(IMPORT_LINE, new Line(n + 1, lines.get(n))).channel("root.shop"));
        }
        return lines.size() + " lines"; // now they exist; had this run failed, none of them would
    }
    // /snippet

    // snippet large-fan-out
    String importLargeFile(CsvFile file, JobContext job) throws IOException {
        List<JobRequest<Line>> lines = new ArrayList<>();
        for (String text : Files.readAllLines(Path.of(file.path()))) {
            Line line = new Line(lines.size() + 1, text);
            lines.add(JobRequest.of(IMPORT_LINE, line).id(JobIds.derived(job.id(), line.number())));
        }
        client.submitAll(lines).join(); // they exist already; a second run submits the same ids again
        return lines.size() + " lines";
    }
    // /snippet

    // snippet chunk-by-chunk
    String importChunk(Chunk chunk, JobContext job) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(chunk.path()))) {
            List<String> part = lines.skip(chunk.first()).limit(CHUNK).toList();
            part.forEach(shop::store);
            if (part.size() == CHUNK) {
                Chunk next = new Chunk(chunk.path(), chunk.first() + CHUNK);
                job.submit(JobRequest.of(IMPORT_CHUNK, next).channel(job.channel()));
            }
            return part.size() + " lines from " + chunk.first();
        }
    }
    // /snippet
}
