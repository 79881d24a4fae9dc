package io.sluice.sdk;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;

/**
 * Puts the job into the logging context (slf4j's MDC) while it runs, so that every log line of a handler can name it:
 * {@code job}, {@code jobType}, {@code channel}, {@code run}, {@code attempt} and {@code worker}. What these keys held before
 * is put back afterwards.
 *
 * <pre>{@code
 * Worker.builder().interceptor(new LoggingContext());
 * // logback: <pattern>%d %-5level [%X{job} %X{jobType} run %X{run}] %logger - %msg%n</pattern>
 * }</pre>
 *
 * @since 0.1
 */
public final class LoggingContext implements JobInterceptor {

    /**
     * A logging context.
     *
     * @since 0.1
     */
    public LoggingContext() {}

    @Override
    public Object around(JobContext job, Run run) throws Exception {
        Map<String, String> before = new LinkedHashMap<>();
        put("job", job.id().toString(), before);
        put("jobType", job.type(), before);
        put("channel", job.channel(), before);
        put("run", Integer.toString(job.run()), before);
        put("attempt", Integer.toString(job.attempt()), before);
        put("worker", job.worker(), before);
        try {
            return run.proceed();
        } finally {
            before.forEach(LoggingContext::putBack);
        }
    }

    private static void put(String key, String value, Map<String, String> before) {
        before.put(key, MDC.get(key));
        MDC.put(key, value);
    }

    private static void putBack(String key, String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
