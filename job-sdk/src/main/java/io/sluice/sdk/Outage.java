package io.sluice.sdk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that something is down and once that it is back, however often it is tried in between. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String what;
    private boolean down;

    Outage(String what) {
        this.what = what;
    }

    synchronized void failed(String consequence, Throwable cause) {
        if (!down) {
            down = true;
            LOG.error("{} failed: {}. {}", what, cause.toString(), consequence);
        }
        LOG.debug("{} failed again", what, cause);
    }

    synchronized void healthy() {
        if (down) {
            down = false;
            LOG.info("{} works again", what);
        }
    }
}
