package io.sluice.wire;

import io.sluice.core.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How long something took, each time: quantiles that are right to one part in a hundred, however many times there were, and that can
 * be added up. Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class Times {

    /** What the bytes are: an HdrHistogram in its compressed encoding, version 2. Nothing was measured: no bytes. */
    public static final String FORMAT = "application/vnd.hdrhistogram.v2";

    private static final int DIGITS = 2;

    /** A year; what takes longer counts as that. */
    private static final long LONGEST_MS = 366L * 86_400_000;

    private final Histogram histogram = new Histogram(DIGITS);

    /** Nothing was measured yet. */
    public Times() {
        histogram.setAutoResize(true);
    }

    /** One more, in milliseconds. */
    public void add(long millis) {
        histogram.recordValue(Math.clamp(millis, 0, LONGEST_MS));
    }

    /**
     * All that another has measured.
     *
     * @throws BadRecordException if the bytes are something else
     */
    public void add(Payload measured) {
        if (measured.bytes().length == 0) {
            return;
        }
        try {
            histogram.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(measured.bytes()), LONGEST_MS));
        } catch (DataFormatException | RuntimeException e) {
            throw new BadRecordException(
                    new IllegalArgumentException("times that are no histogram: " + e.getMessage(), e));
        }
    }

    /** How many there were. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** The longest of the shortest {@code percent} of them, in milliseconds; 0: nothing was measured. */
    public long percentile(double percent) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percent);
    }

    /** Their mean, in milliseconds; 0: nothing was measured. */
    public double mean() {
        return count() == 0 ? 0 : histogram.getMean();
    }

    /** The longest, in milliseconds; 0: nothing was measured. */
    public long longest() {
        return count() == 0 ? 0 : histogram.getMaxValue();
    }

    /** As bytes. */
    public Payload bytes() {
        if (count() == 0) {
            return new Payload(new byte[0], FORMAT);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return new Payload(Arrays.copyOf(buffer.array(), length), FORMAT);
    }
}
