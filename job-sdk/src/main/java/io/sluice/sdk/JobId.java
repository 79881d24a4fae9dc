package io.sluice.sdk;

import java.util.Objects;
import java.util.UUID;

/**
 * A job's name for life: its tree and a UUID of version 7 that is unique within it. The text form is
 * {@code tree:uuid}, so that whoever reads it knows where to ask.
 *
 * <pre>{@code
 * JobId id = client.submit(JobRequest.of(SEND_INVOICE, 42L)).id();
 * String text = id.toString();           // main:0192…, as people and commands write it
 * client.requeue(JobId.parse(text));
 * }</pre>
 *
 * @param tree name of the tree, {@code [A-Za-z0-9_-]{1,64}}
 * @param uuid the id within the tree
 * @since 0.1
 */
public record JobId(String tree, UUID uuid) {

    /**
     * Checks the tree's name.
     *
     * @throws IllegalArgumentException if the tree is no name
     * @throws NullPointerException if the UUID is missing
     * @since 0.1
     */
    public JobId {
        Limits.checkName("tree", tree);
        Objects.requireNonNull(uuid, "a job id needs a UUID");
    }

    /**
     * Reads the text form.
     *
     * @param text such as {@code main:0192f0c1-2345-7abc-8def-0123456789ab}
     * @throws IllegalArgumentException if it is anything else
     * @since 0.1
     */
    public static JobId parse(String text) {
        int colon = text == null ? -1 : text.indexOf(':');
        if (colon < 0) {
            throw notAnId(text, null);
        }
        try {
            String uuid = text.substring(colon + 1);
            JobId id = new JobId(text.substring(0, colon), UUID.fromString(uuid));
            if (!id.uuid.toString().equalsIgnoreCase(uuid)) {
                throw notAnId(text, null);
            }
            return id;
        } catch (IllegalArgumentException e) {
            throw notAnId(text, e);
        }
    }

    /**
     * The text form, {@code tree:uuid}.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return tree + ":" + uuid;
    }

    private static IllegalArgumentException notAnId(String text, Exception cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no job id; expected tree:uuid, such as main:0192f0c1-2345-7abc-8def-0123456789ab",
                cause);
    }
}
