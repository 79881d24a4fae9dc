package io.sluice.examples.patterns;

import static io.sluice.examples.patterns.ShopJobs.IMPORT_CHUNK;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_FILE;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_LARGE_FILE;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_LINE;
import static io.sluice.examples.patterns.ShopJobs.NUMBER_INVOICE;
import static io.sluice.examples.patterns.ShopJobs.PAY;
import static io.sluice.examples.patterns.ShopJobs.REMIND;
import static io.sluice.examples.patterns.ShopJobs.SEND_INVOICE;

import io.sluice.examples.patterns.Shop.Invoice;
import io.sluice.examples.patterns.ShopJobs.InvoiceId;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Worker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Optional;

/** The side that works: beside the service, or on any other machine. */
final class ShopWorker {

    private final Shop shop;
    private final Connection db;
    private final CsvImport csv;

    ShopWorker(Shop shop, Connection db, CsvImport csv) {
        this.shop = shop;
        this.db = db;
        this.csv = csv;
    }

    /** Whoever calls closes it. */
    Worker start(String kafka) {
        // snippet dequeue-it
        Worker worker = Worker.builder()
                .bootstrapServers(kafka)
                .slots(8) // more than root has seats, else these cannot be used up
                .handlers(Invoices.class, new ShopInvoices(shop)) // every method with @JobMethod
                .handler(SEND_INVOICE, this::send)
                .handler(REMIND, this::remind)
                .handler(PAY, this::pay)
                .handler(NUMBER_INVOICE, (invoice, job) -> shop.nextNumber(invoice.id()))
                .handler(IMPORT_FILE, csv::importFile)
                .handler(IMPORT_LARGE_FILE, csv::importLargeFile)
                .handler(IMPORT_CHUNK, csv::importChunk)
                .handler(IMPORT_LINE, (line, job) -> shop.store(line.text()))
                .build()
                .start();
        // /snippet
        return worker;
    }

    // snippet retries
    String send(InvoiceId invoice, JobContext job) throws IOException {
        try {
            return shop.mail(invoice.id());
        } catch (SocketTimeoutException slow) {
            throw new RetryableJobException("the mail server does not answer", slow); // may heal: later again
        } // anything else fails the job at once
    }
    // /snippet

    // snippet existence
    String remind(InvoiceId payload, JobContext job) throws IOException {
        Optional<Invoice> invoice = shop.invoice(payload.id()); // as it is now, not as it was on submission
        if (invoice.isEmpty()) {
            return "invoice " + payload.id() + " is gone; nothing to remind of";
        }
        return shop.remind(invoice.get().address(), invoice.get().openCents());
    }
    // /snippet

    // snippet idempotence
    String pay(InvoiceId invoice, JobContext job) throws SQLException {
        try (PreparedStatement once = db.prepareStatement("INSERT INTO payment (job, run, invoice) VALUES (?, ?, ?)")) {
            once.setString(1, job.id().toString()); // the primary key
            once.setInt(2, job.run());
            once.setLong(3, invoice.id());
            once.executeUpdate();
            return "paid in run " + job.run();
        } catch (SQLIntegrityConstraintViolationException twice) {
            return "was paid already; run " + job.run() + " did nothing";
        }
    }
    // /snippet
}
