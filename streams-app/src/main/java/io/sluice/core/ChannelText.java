package io.sluice.core;

import java.util.Map;

/**
 * The one-line language of channels: {@code root:4,root.import:1:topic,shop:2}.
 *
 * @since 0.1
 */
public final class ChannelText {

    private ChannelText() {}

    /**
     * The channels that a text declares, in its order.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    public static Map<ChannelPath, Limits> parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** One entry as text: what {@link #parse} reads back. */
    public static String entry(ChannelPath channel, Limits limits) {
        throw new UnsupportedOperationException(channel.text() + limits);
    }
}
