package io.sluice.whatif;

import java.util.Arrays;

/** Columns of numbers that grow: ten million jobs as objects would not fit. */
final class Columns {

    private Columns() {}

    /** A column of whole numbers of 64 bits. */
    static final class Longs {
        private long[] values = new long[64];
        private int size;

        int add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, longer(size));
            }
            values[size] = value;
            return size++;
        }

        long get(int row) {
            return values[row];
        }

        void set(int row, long value) {
            values[row] = value;
        }

        int size() {
            return size;
        }
    }

    /** A column of whole numbers of 32 bits. */
    static final class Ints {
        private int[] values = new int[64];
        private int size;

        int add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, longer(size));
            }
            values[size] = value;
            return size++;
        }

        int get(int row) {
            return values[row];
        }

        void set(int row, int value) {
            values[row] = value;
        }

        int size() {
            return size;
        }
    }

    private static int longer(int size) {
        return size + (size >> 1);
    }
}
