package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Payload;
import io.sluice.schemas.TimesMeasured;
import java.nio.ByteBuffer;

/** What was measured, as it came: bytes are bytes. */
final class TimesWire {

    private TimesWire() {}

    static Event measured(TimesMeasured e) {
        return new Event.TimesMeasured(
                new ChannelPath(e.getChannel()), e.getType(), e.getHour(), times(e.getWaits()), times(e.getRuns()));
    }

    private static Payload times(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return new Payload(copy, Times.FORMAT);
    }

    static TimesMeasured measured(Event.TimesMeasured e) {
        return new TimesMeasured(
                e.channel().text(),
                e.type(),
                e.hour(),
                ByteBuffer.wrap(e.waits().bytes()),
                ByteBuffer.wrap(e.runs().bytes()));
    }
}
