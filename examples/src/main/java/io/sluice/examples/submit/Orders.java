package io.sluice.examples.submit;

import io.sluice.sdk.JobDefault;
import io.sluice.sdk.JobMethod;
import java.io.IOException;
import java.util.List;

/** The jobs of a shop's orders. */
interface Orders {

    // snippet annotation
    @JobMethod(
            name = "charge-order", // else Orders-charge
            aliases = "Orders-bill", // jobs that wait under the method's earlier name still run
            channel = "root.bank",
            priority = 5,
            maxAttempts = 10,
            timeoutSeconds = 30,
            retryOn = IOException.class, // tried again later; any other error fails the job at once
            description = "charge order {0}")
    String charge(long order, @JobDefault("EUR") String currency) throws IOException;
    // /snippet

    @JobMethod
    void pack(long order);

    @JobMethod
    void ship(long order);

    @JobMethod
    void apologize(long order);

    @JobMethod
    void archive(List<Long> orders);
}
