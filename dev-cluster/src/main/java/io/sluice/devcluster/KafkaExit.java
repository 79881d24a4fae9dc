package io.sluice.devcluster;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a broker that lives in somebody else's JVM from ending that JVM. Kafka's server does so on faults that it cannot
 * mend, among them a controller that does not start. Returning instead lets it clean up and throw what went wrong.
 */
final class KafkaExit {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaExit.class);

    private KafkaExit() {}

    /** For all of this JVM and for good: Kafka has one such switch, and a fault may come as late as a broker's close. */
    static void forbid() {
        Exit.setExitProcedure(KafkaExit::refuse);
        Exit.setHaltProcedure(KafkaExit::refuse);
    }

    private static void refuse(int status, String message) {
        LOG.error(
                "A broker in this JVM met a fault that it cannot mend (status {}, {}); the lines above say which."
                        + " The JVM goes on, the broker is to be closed",
                status,
                message);
    }
}
