package io.tesela.core.aggregation;

import io.tesela.core.aggregation.Partial.Kind;
import io.tesela.definition.AggregationFunction.Simple;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Sum, mean and variance of integers, from exact sums. */
final class IntegerMoments {
    private static final double TWO_TO_64 = 0x1p64;
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);

    private IntegerMoments() {}

    static FeatureResult result(TileLayout layout, Simple function, int column, int count) {
        int sum = layout.word(new Partial(column, Kind.INTEGER_SUM, 0));
        if (function == Simple.SUM) {
            return (words, states) -> sum(words, sum);
        }
        if (function == Simple.MEAN) {
            return (words, states) -> toDouble(words[sum], words[sum + 1]) / words[count];
        }
        int squares = layout.word(new Partial(column, Kind.INTEGER_SQUARES, 0));
        return (words, states) -> variance(function, words, count, sum, squares);
    }

    private static Object sum(long[] words, int w) {
        boolean fits = words[w + 1] == words[w] >> 63;
        return fits ? words[w] : FeatureResult.OVERFLOW;
    }

    private static double toDouble(long low, long high) {
        if (high == low >> 63) {
            return low;
        }
        double unsigned = (low >>> 1) * 2.0 + (low & 1);
        return high * TWO_TO_64 + unsigned;
    }

    /** {@code (n·Σx² − (Σx)²) / n²}, or over {@code n·(n−1)}; the numerator is exact. */
    private static @Nullable Object variance(Simple function, long[] words, int count, int sum, int squares) {
        long n = words[count];
        boolean sample = function == Simple.VAR_SAMP || function == Simple.STDDEV_SAMP;
        if (sample && n < 2) {
            return null;
        }
        BigInteger total = big(words, sum, 2);
        BigInteger numerator =
                big(words, squares, 3).multiply(BigInteger.valueOf(n)).subtract(total.multiply(total));
        double variance = numerator.doubleValue() / ((double) n * (sample ? n - 1 : n));
        boolean root = function == Simple.STDDEV_POP || function == Simple.STDDEV_SAMP;
        return root ? Math.sqrt(variance) : variance;
    }

    /** The number in {@code length} words; the last, the highest, has the sign. */
    private static BigInteger big(long[] words, int w, int length) {
        BigInteger value = BigInteger.valueOf(words[w + length - 1]);
        for (int i = length - 2; i >= 0; i--) {
            BigInteger low = BigInteger.valueOf(words[w + i]);
            value = value.shiftLeft(Long.SIZE).add(low.signum() < 0 ? low.add(WORD) : low);
        }
        return value;
    }
}
