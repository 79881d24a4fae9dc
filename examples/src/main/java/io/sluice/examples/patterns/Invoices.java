package io.sluice.examples.patterns;

import io.sluice.sdk.JobMethod;
import java.io.IOException;
import java.net.SocketTimeoutException;

// snippet job-methods
/** What the shop does with invoices: now when called directly, as a job when delayed. */
interface Invoices {

    @JobMethod(channel = "root.shop", maxAttempts = 3, retryOn = SocketTimeoutException.class)
    String send(long invoice) throws IOException;

    @JobMethod(priority = 50)
    String remind(long invoice) throws IOException;
}
// /snippet
