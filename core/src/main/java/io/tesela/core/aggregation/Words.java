package io.tesela.core.aggregation;

import io.tesela.core.aggregation.Partial.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The fixed part of a tile as 8-byte words: what is done to them for an event, for another tile, and for the bytes. A
 * <i>program</i> is a list of steps; a step is the position of a partial's first word and its kind.
 */
final class Words {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int KIND_BITS = 4;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int COUNT = 0;
    private static final int INTEGER_SUM = 1;
    private static final int FLOAT_SUM = 2;
    private static final int INTEGER_SQUARES = 3;
    private static final int FLOAT_SQUARES = 4;
    private static final int MIN = 5;
    private static final int MAX = 6;
    private static final int FIRST = 7;
    private static final int LAST = 8;

    private Words() {}

    static int step(int word, Kind kind) {
        int code = switch (kind) {
            case COUNT -> COUNT;
            case INTEGER_SUM -> INTEGER_SUM;
            case FLOAT_SUM -> FLOAT_SUM;
            case INTEGER_SQUARES -> INTEGER_SQUARES;
            case FLOAT_SQUARES -> FLOAT_SQUARES;
            case MIN -> MIN;
            case MAX -> MAX;
            case FIRST -> FIRST;
            case LAST -> LAST;
            default -> throw new IllegalArgumentException(kind + " is not of fixed size");
        };
        return word << KIND_BITS | code;
    }

    /** Puts the aggregate of no values into a partial's words. */
    static void clear(Kind kind, long[] words, int w) {
        long neutral = switch (kind) {
            case MIN, FIRST -> Long.MAX_VALUE;
            case MAX, LAST -> Long.MIN_VALUE;
            default -> 0;
        };
        Arrays.fill(words, w, w + kind.words(), neutral);
    }

    /** Adds a value that is kept as a long. */
    static void addLong(int[] program, long[] words, long time, long value) {
        for (int step : program) {
            int w = step >>> KIND_BITS;
            switch (step & KIND_MASK) {
                case COUNT -> words[w]++;
                case INTEGER_SUM -> add128(words, w, value, value >> 63);
                case INTEGER_SQUARES -> add192(words, w, value * value, Math.multiplyHigh(value, value), 0);
                case MIN -> words[w] = Math.min(words[w], value);
                case MAX -> words[w] = Math.max(words[w], value);
                case FIRST -> first(words, w, time, value);
                case LAST -> last(words, w, time, value);
                default -> throw unknown(step);
            }
        }
    }

    static void addDouble(int[] program, long[] words, long time, double value) {
        for (int step : program) {
            int w = step >>> KIND_BITS;
            switch (step & KIND_MASK) {
                case COUNT -> words[w]++;
                case FLOAT_SUM -> addFloat(words, w, value, 0);
                case FLOAT_SQUARES -> {
                    double square = value * value;
                    addSquares(words, w, square, Math.fma(value, value, -square), 0);
                }
                // Adding 0.0 turns -0.0 into 0.0: they are equal, so the extreme must not depend on which came first.
                case MIN -> words[w] = Math.min(words[w], OrderedLong.of(value + 0.0));
                case MAX -> words[w] = Math.max(words[w], OrderedLong.of(value + 0.0));
                case FIRST -> first(words, w, time, OrderedLong.of(value));
                case LAST -> last(words, w, time, OrderedLong.of(value));
                default -> throw unknown(step);
            }
        }
    }

    /** Counts a value of which nothing else is kept in words. */
    static void addOpaque(int[] program, long[] words) {
        for (int step : program) {
            words[step >>> KIND_BITS]++;
        }
    }

    /** Adds the fixed part of a tile, which starts at {@code from}, to the words that start at {@code base}. */
    static void merge(int[] program, long[] words, int base, byte[] tile, int from) {
        for (int step : program) {
            int word = step >>> KIND_BITS;
            int w = base + word;
            int at = from + (word << 3);
            long a = (long) LONG.get(tile, at);
            switch (step & KIND_MASK) {
                case COUNT -> words[w] += a;
                case INTEGER_SUM -> add128(words, w, a, (long) LONG.get(tile, at + 8));
                case FLOAT_SUM -> addFloat(words, w, asDouble(a), asDouble((long) LONG.get(tile, at + 8)));
                case INTEGER_SQUARES ->
                    add192(words, w, a, (long) LONG.get(tile, at + 8), (long) LONG.get(tile, at + 16));
                case FLOAT_SQUARES ->
                    addSquares(words, w, asDouble(a), asDouble((long) LONG.get(tile, at + 8)), asDouble((long)
                            LONG.get(tile, at + 16)));
                case MIN -> words[w] = Math.min(words[w], a);
                case MAX -> words[w] = Math.max(words[w], a);
                case FIRST -> first(words, w, a, (long) LONG.get(tile, at + 8));
                case LAST -> last(words, w, a, (long) LONG.get(tile, at + 8));
                default -> throw unknown(step);
            }
        }
    }

    /** Adds the words of {@code other} that start at {@code from} to the words that start at 0. */
    static void merge(int[] program, long[] words, long[] other, int from) {
        for (int step : program) {
            int w = step >>> KIND_BITS;
            int at = from + w;
            switch (step & KIND_MASK) {
                case COUNT -> words[w] += other[at];
                case INTEGER_SUM -> add128(words, w, other[at], other[at + 1]);
                case FLOAT_SUM -> addFloat(words, w, asDouble(other[at]), asDouble(other[at + 1]));
                case INTEGER_SQUARES -> add192(words, w, other[at], other[at + 1], other[at + 2]);
                case FLOAT_SQUARES ->
                    addSquares(words, w, asDouble(other[at]), asDouble(other[at + 1]), asDouble(other[at + 2]));
                case MIN -> words[w] = Math.min(words[w], other[at]);
                case MAX -> words[w] = Math.max(words[w], other[at]);
                case FIRST -> first(words, w, other[at], other[at + 1]);
                case LAST -> last(words, w, other[at], other[at + 1]);
                default -> throw unknown(step);
            }
        }
    }

    /** Makes floating sums canonical, so that equal aggregates have equal bytes. */
    static void normalize(int[] program, long[] words) {
        for (int step : program) {
            int w = step >>> KIND_BITS;
            int kind = step & KIND_MASK;
            if (kind == FLOAT_SUM) {
                normalize(words, w, 2);
            } else if (kind == FLOAT_SQUARES) {
                normalize(words, w, 3);
            }
        }
    }

    private static void add128(long[] words, int w, long low, long high) {
        long sum = words[w] + low;
        words[w] = sum;
        words[w + 1] += high + carry(sum, low);
    }

    private static void add192(long[] words, int w, long low, long middle, long high) {
        long first = words[w] + low;
        words[w] = first;
        long second = words[w + 1] + middle;
        long third = words[w + 2] + high + carry(second, middle);
        long carried = carry(first, low);
        second += carried;
        words[w + 1] = second;
        words[w + 2] = third + carry(second, carried);
    }

    private static long carry(long sum, long addend) {
        return sum + Long.MIN_VALUE < addend + Long.MIN_VALUE ? 1 : 0;
    }

    /**
     * Adds to a compensated sum: what rounding takes from the first word is collected in the second. Where the first is
     * not finite, the second means nothing.
     */
    private static void addFloat(long[] words, int w, double high, double low) {
        double a = asDouble(words[w]);
        double sum = a + high;
        words[w] = Double.doubleToRawLongBits(sum);
        words[w + 1] = Double.doubleToRawLongBits(asDouble(words[w + 1]) + low + lost(a, high, sum));
    }

    private static void addSquares(long[] words, int w, double high, double middle, double low) {
        double a = asDouble(words[w]);
        double sum = a + high;
        words[w] = Double.doubleToRawLongBits(sum);
        double rest = lost(a, high, sum);
        double b = asDouble(words[w + 1]);
        double next = b + middle;
        double third = asDouble(words[w + 2]) + low + lost(b, middle, next);
        double last = next + rest;
        words[w + 1] = Double.doubleToRawLongBits(last);
        words[w + 2] = Double.doubleToRawLongBits(third + lost(next, rest, last));
    }

    /** What rounding took from {@code sum = a + b} (Knuth's TwoSum). */
    private static double lost(double a, double b, double sum) {
        double bb = sum - a;
        return (a - (sum - bb)) + (b - bb);
    }

    private static void normalize(long[] words, int w, int length) {
        if (!Double.isFinite(asDouble(words[w]))) {
            words[w] = Double.doubleToLongBits(asDouble(words[w]));
            Arrays.fill(words, w + 1, w + length, 0);
            return;
        }
        for (int pass = 1; pass < length; pass++) {
            for (int i = w + length - 1; i > w; i--) {
                renormalize(words, i - 1);
            }
            for (int i = w; i < w + length - 1; i++) {
                renormalize(words, i);
            }
        }
    }

    private static void renormalize(long[] words, int w) {
        double a = asDouble(words[w]);
        double b = asDouble(words[w + 1]);
        double sum = a + b;
        words[w] = Double.doubleToRawLongBits(sum);
        words[w + 1] = Double.doubleToRawLongBits(lost(a, b, sum));
    }

    private static void first(long[] words, int w, long time, long value) {
        if (time < words[w] || (time == words[w] && value < words[w + 1])) {
            words[w] = time;
            words[w + 1] = value;
        }
    }

    private static void last(long[] words, int w, long time, long value) {
        if (time > words[w] || (time == words[w] && value > words[w + 1])) {
            words[w] = time;
            words[w + 1] = value;
        }
    }

    private static double asDouble(long bits) {
        return Double.longBitsToDouble(bits);
    }

    private static IllegalStateException unknown(int step) {
        return new IllegalStateException("No rule for a fixed partial of kind " + (step & KIND_MASK));
    }
}
