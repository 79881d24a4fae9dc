package io.sluice.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an interface whose calls can be delayed: called through {@link JobClient#delay(Class)} it becomes a job,
 * called directly it runs now.
 *
 * <pre>{@code
 * interface Invoices {
 *     @JobMethod(channel = "root.mail", maxAttempts = 3, retryOn = IOException.class, description = "send invoice {0}")
 *     String send(long invoice) throws IOException;
 * }
 *
 * client.delay(Invoices.class).send(42L);                             // a job
 * client.delay(Invoices.class, options().priority(5)).send(42L);      // a job that is sooner
 * invoices.send(42L);                                                 // now
 *
 * Worker.builder().handlers(Invoices.class, new MailedInvoices(db))   // runs the jobs
 * }</pre>
 *
 * <p>The arguments become a JSON array, by the client's ObjectMapper. What is said here holds for every job of the method,
 * unless the options beside the call say something else.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface JobMethod {

    /**
     * Name of the job type. Default: the interface's simple name, a hyphen and the method's name, such as
     * {@code Invoices-send}. Give a name before you rename or move the method: jobs that wait carry it.
     *
     * @since 0.1
     */
    String name() default "";

    /**
     * Names that the method's jobs had before: workers run those as well. Default: none.
     *
     * @since 0.1
     */
    String[] aliases() default {};

    /**
     * The channel of its jobs. Default: {@code root}.
     *
     * @since 0.1
     */
    String channel() default "";

    /**
     * Smaller is sooner. Default: 10.
     *
     * @since 0.1
     */
    int priority() default 10;

    /**
     * At most that many executions; 0 is unlimited. Default (-1): the channel's, else 5.
     *
     * @since 0.1
     */
    int maxAttempts() default -1;

    /**
     * The longest execution, in whole seconds; 0 is no limit. Default (-1): the channel's, else none.
     *
     * @since 0.1
     */
    long timeoutSeconds() default -1;

    /**
     * One line for people, in which <code>{0}</code> is the first argument and so on, as
     * {@link String#valueOf(Object)} has it, an array as {@link java.util.Arrays#toString(Object[])} does, and cut at 200
     * characters. It is shown to whoever may see jobs, so leave out what they must not read. Default: none.
     *
     * @since 0.1
     */
    String description() default "";

    /**
     * Errors that may heal, with their subclasses, beside {@link RetryableJobException}: the job is tried again. Default: none.
     *
     * @since 0.1
     */
    Class<? extends Throwable>[] retryOn() default {};

    /**
     * Errors that never heal, with their subclasses, also where {@link #retryOn} names a class above them. Default: none.
     *
     * @since 0.1
     */
    Class<? extends Throwable>[] failOn() default {};
}
