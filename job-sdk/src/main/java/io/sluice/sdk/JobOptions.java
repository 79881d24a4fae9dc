package io.sluice.sdk;

/**
 * Options of a job that is submitted as a delayed call, or of all jobs of a type. Made for a static import:
 *
 * <pre>{@code
 * client.delay(Invoices.class, options().priority(5).eta(Duration.ofHours(6))).send(42L);
 * }</pre>
 *
 * @since 0.1
 */
public final class JobOptions extends Options<JobOptions> {

    private static final JobOptions NONE = new JobOptions(new OptionValues());

    private JobOptions(OptionValues values) {
        super(values);
    }

    /**
     * Options that say nothing yet.
     *
     * @since 0.1
     */
    public static JobOptions options() {
        return NONE;
    }

    @Override
    JobOptions with(OptionValues changed) {
        return new JobOptions(changed);
    }
}
