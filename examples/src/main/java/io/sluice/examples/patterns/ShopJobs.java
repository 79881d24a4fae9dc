package io.sluice.examples.patterns;

import io.sluice.sdk.JobType;

/** The jobs of the shop that the patterns are about: one constant each, which services and workers share. */
final class ShopJobs {

    // snippet job-types
    record InvoiceId(long id) {}

    static final JobType<InvoiceId> SEND_INVOICE = JobType.of("send-invoice", InvoiceId.class);
    static final JobType<InvoiceId> REMIND = JobType.of("remind", InvoiceId.class);
    // /snippet

    static final JobType<InvoiceId> PAY = JobType.of("pay", InvoiceId.class);
    static final JobType<InvoiceId> NUMBER_INVOICE = JobType.of("number-invoice", InvoiceId.class);
    static final JobType<CsvFile> IMPORT_FILE = JobType.of("import-file", CsvFile.class);
    static final JobType<CsvFile> IMPORT_LARGE_FILE = JobType.of("import-large-file", CsvFile.class);
    static final JobType<Line> IMPORT_LINE = JobType.of("import-line", Line.class);
    static final JobType<Chunk> IMPORT_CHUNK = JobType.of("import-chunk", Chunk.class);

    private ShopJobs() {}

    record CsvFile(String path) {}

    record Line(int number, String text) {}

    record Chunk(String path, long first) {}
}
