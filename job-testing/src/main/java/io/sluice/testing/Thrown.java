package io.sluice.testing;

import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobInterceptor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What handlers threw, by job, as it was: outcomes carry its text only. */
final class Thrown implements JobInterceptor {

    private final Map<JobId, Throwable> last = new ConcurrentHashMap<>();

    @Override
    public Object around(JobContext job, Run run) throws Exception {
        last.remove(job.id());
        try {
            return run.proceed();
        } catch (Exception | Error e) {
            last.put(job.id(), e);
            throw e;
        }
    }

    /** What its last run threw, if it threw something. */
    Optional<Throwable> of(JobId job) {
        return Optional.ofNullable(last.get(job));
    }

    /** An assertion that failed in a handler: it is the test's. */
    Optional<AssertionError> assertion(JobId job) {
        return of(job).filter(AssertionError.class::isInstance).map(AssertionError.class::cast);
    }
}
