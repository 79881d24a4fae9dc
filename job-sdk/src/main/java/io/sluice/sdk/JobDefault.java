package io.sluice.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a parameter of a {@link JobMethod} is in jobs that were submitted before it was added. New parameters go to the end.
 *
 * <pre>{@code
 * @JobMethod
 * void send(long invoice, @JobDefault("EUR") String currency, @JobDefault("3") int copies);
 * }</pre>
 *
 * <p>An {@link java.util.Optional} needs none: it is empty then.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface JobDefault {

    /**
     * The value: text as it is where the parameter is a String, else JSON such as {@code 3}, {@code true}, {@code null},
     * {@code []} or <code>{"street": ""}</code>. Text that is no JSON counts as a JSON text: an enum's name needs no quotes.
     *
     * @since 0.1
     */
    String value();
}
