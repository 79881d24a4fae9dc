package io.sluice.examples.submit;

import static io.sluice.sdk.JobOptions.options;

import io.sluice.sdk.Dedup;
import io.sluice.sdk.FlowHandle;
import io.sluice.sdk.FlowStep;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobResult;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A service that submits jobs in every way there is. */
final class OrderService {

    // snippet job-type
    record Report(String month) {}

    static final JobType<Report> REPORT = JobType.of("report", Report.class)
            .defaults(options().channel("root.reports").maxAttempts(2)); // where the request says nothing
    // /snippet

    private final JobClient client;

    OrderService(JobClient client) {
        this.client = client;
    }

    static JobClient connect(String kafka) {
        // snippet client
        return JobClient.builder()
                .bootstrapServers(kafka)
                .name("shop") // stands as "by" in every event
                .property("buffer.memory", 64 << 20) // bytes that may wait for the broker; 32 MiB by default
                .property("max.block.ms", 5_000) // how long submit blocks when they are full; 60 s by default
                .verdicts(true) // for admitted() and result()
                .build();
        // /snippet
    }

    JobHandle whichJob(long order) {
        // snippet which-job
        JobHandle job = client.delay(Orders.class, orders -> orders.charge(order, "EUR"));
        // /snippet
        return job;
    }

    JobHandle report() {
        // snippet request
        return client.submit(JobRequest.of(REPORT, new Report("2026-11"))
                .eta(Duration.ofMinutes(5))
                .expires(Duration.ofHours(2)) // not started by then: cancelled
                .timeout(Duration.ofMinutes(10))
                .link("https://shop.example/reports/2026-11") // the business object, for people
                .header("tenant", "acme"));
        // /snippet
    }

    List<JobHandle> many(List<JobRequest<Report>> requests) {
        // snippet batch
        CompletableFuture<List<JobHandle>> all = client.submitAll(requests); // one future for all of them
        List<CompletableFuture<JobHandle>> each = client.submitEach(requests); // one for each
        // /snippet
        each.forEach(CompletableFuture::join);
        return all.join();
    }

    FlowHandle flow(long order) {
        // snippet flow
        JobFlow.Builder flow = JobFlow.builder();
        FlowStep charge = flow.add(JobRequest.call(Orders.class, orders -> orders.charge(order, "EUR")));
        FlowStep packed = flow.add(JobRequest.call(Orders.class, orders -> orders.pack(order)))
                .after(charge);
        flow.add(JobRequest.call(Orders.class, orders -> orders.ship(order))).after(packed);
        flow.add(JobRequest.call(Orders.class, orders -> orders.apologize(order)))
                .onFailure(charge);
        return client.submit(flow.build());
        // /snippet
    }

    FlowHandle split(List<Long> all) {
        // snippet split
        return client.submit(JobFlow.chain(
                JobFlow.groupOf(all, 500, batch -> JobRequest.call(Orders.class, orders -> orders.archive(batch))),
                JobRequest.of(REPORT, new Report("2026-11")))); // when all batches are DONE
        // /snippet
    }

    JobHandle once(long order) {
        // snippet dedup
        JobHandle job = client.delay(
                Orders.class,
                options().dedup(Dedup.byArguments().untilFinished()),
                orders -> orders.charge(order, "EUR"));

        if (job.admitted().join() instanceof Verdict.Duplicate twin) {
            return client.handle(twin.existing()); // somebody else asked for the same
        }
        return job;
        // /snippet
    }

    String receipt(long order) throws Exception {
        // snippet result
        JobHandle job = client.delay(Orders.class, orders -> orders.charge(order, "EUR"));
        JobResult end = job.result().get(1, TimeUnit.MINUTES); // Done, Failed or Cancelled

        String receipt = job.result(String.class).join(); // what charge returned; throws if it is not DONE
        // /snippet
        return end instanceof JobResult.Done ? receipt : "none";
    }

    void place(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> placed, long order) {
        // snippet transaction
        JobRequest<?> charge = JobRequest.call(Orders.class, orders -> orders.charge(order, "EUR"));

        producer.beginTransaction();
        producer.send(placed); // what else this service writes
        client.in(producer).submitAsync(charge);
        producer.commitTransaction(); // now both are there; had it been aborted, neither would be
        // /snippet
    }
}
