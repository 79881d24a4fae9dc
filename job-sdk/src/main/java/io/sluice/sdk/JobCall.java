package io.sluice.sdk;

/**
 * One call of a {@link JobMethod}: {@code invoices -> invoices.send(42L)}. The call is recorded, not run.
 *
 * @param <I> the interface
 * @since 0.1
 */
@FunctionalInterface
public interface JobCall<I> {

    /**
     * Calls one method of it, once.
     *
     * @param jobs a stand-in that notes the call
     * @throws Exception whatever the method declares; a stand-in throws none of it
     * @since 0.1
     */
    void on(I jobs) throws Exception;
}
