package io.sluice.examples.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sdk.FlowHandle;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.testing.TestSluice;
import io.sluice.testing.TestSluiceBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What docs/submit.md shows does what it says. */
class OrderServiceTest {

    private final List<String> done = new ArrayList<>();

    private final class Shop implements Orders {

        @Override
        public String charge(long order, String currency) throws IOException {
            if (order < 0) {
                throw new IllegalArgumentException("no order " + order);
            }
            done.add("charge " + order);
            return "receipt of " + order + " in " + currency;
        }

        @Override
        public void pack(long order) {
            done.add("pack " + order);
        }

        @Override
        public void ship(long order) {
            done.add("ship " + order);
        }

        @Override
        public void apologize(long order) {
            done.add("apologize " + order);
        }

        @Override
        public void archive(List<Long> orders) {
            done.add("archive " + orders.size());
        }
    }

    private TestSluiceBuilder sluice() {
        return TestSluice.builder()
                .handlers(worker -> worker.handlers(Orders.class, new Shop())
                        .runs(OrderService.REPORT, (report, job) -> done.add("report " + report.month())));
    }

    private final TestSluice sluice = sluice().build();
    private final OrderService service = new OrderService(sluice.client());

    @Test
    void a_call_has_the_options_of_its_annotation() {
        JobHandle job = service.whichJob(42);
        sluice.submitted(Orders.class, orders -> orders.charge(42, "EUR"))
                .inChannel("root.bank")
                .withPriority(5)
                .withMaxAttempts(10)
                .withDescription("charge order 42")
                .once();
        sluice.runAll();
        assertThat(sluice.assertDone(job.id()).result()).contains("receipt of 42 in EUR");
    }

    @Test
    void a_request_has_the_defaults_of_its_type_and_its_own_options() {
        service.report();
        sluice.submitted(OrderService.REPORT)
                .inChannel("root.reports")
                .withMaxAttempts(2)
                .withDelay(Duration.ofMinutes(5))
                .withHeader("tenant", "acme")
                .withHeader("link", "https://shop.example/reports/2026-11")
                .once();
    }

    @Test
    void many_jobs_are_submitted_at_once_or_each_for_itself() {
        assertThat(service.many(List.of(JobRequest.of(OrderService.REPORT, new OrderService.Report("2026-11")))))
                .hasSize(1);
        sluice.submitted(OrderService.REPORT).times(2);
    }

    @Test
    void a_flow_goes_one_way_or_the_other() {
        service.flow(42);
        sluice.runAll();
        assertThat(done).containsExactly("charge 42", "pack 42", "ship 42");
        done.clear();
        service.flow(-1);
        sluice.runAll();
        assertThat(done).containsExactly("apologize -1");
    }

    @Test
    void a_collection_is_split_into_batches_and_one_job_follows_them() {
        FlowHandle flow = service.split(LongStream.range(0, 1_200).boxed().toList());
        sluice.runAll();
        assertThat(done).containsExactly("archive 500", "archive 500", "archive 200", "report 2026-11");
        assertThat(flow.handles().get(3).result()).isCompleted();
    }

    @Test
    void the_same_order_is_charged_once() {
        JobHandle first = service.once(42);
        assertThat(service.once(42).id()).isEqualTo(first.id());
        sluice.runAll();
        assertThat(done).containsExactly("charge 42");
    }

    @Test
    void a_result_is_what_the_method_returned() throws Exception {
        OrderService inline = new OrderService(sluice().inline().build().client());
        assertThat(inline.receipt(42)).isEqualTo("receipt of 42 in EUR");
    }

    @Test
    void a_job_is_sent_with_what_else_the_transaction_holds() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, bytes, bytes);
        producer.initTransactions();
        service.place(producer, new ProducerRecord<>("orders", new byte[] {1}), 42);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("orders", "sluice.jobs");
    }
}
