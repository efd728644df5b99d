package io.tesela.core.aggregation;

import io.tesela.core.aggregation.Partial.Kind;
import io.tesela.definition.AggregationFunction.Simple;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Sum, mean and variance of floating-point numbers, from sums of two and three doubles. */
final class FloatMoments {
    private FloatMoments() {}

    static FeatureResult result(TileLayout layout, Simple function, int column, int count) {
        int sum = layout.word(new Partial(column, Kind.FLOAT_SUM, 0));
        if (function == Simple.SUM) {
            return (words, states) -> sum(words, sum);
        }
        if (function == Simple.MEAN) {
            return (words, states) -> sum(words, sum) / words[count];
        }
        int squares = layout.word(new Partial(column, Kind.FLOAT_SQUARES, 0));
        return (words, states) -> variance(function, words, count, sum, squares);
    }

    private static double sum(long[] words, int w) {
        double high = Double.longBitsToDouble(words[w]);
        return Double.isFinite(high) ? high + Double.longBitsToDouble(words[w + 1]) : high;
    }

    private static @Nullable Object variance(Simple function, long[] words, int count, int sum, int squares) {
        long n = words[count];
        boolean sample = function == Simple.VAR_SAMP || function == Simple.STDDEV_SAMP;
        if (sample && n < 2) {
            return null;
        }
        double variance = scatter(words, n, sum, squares) / ((double) n * (sample ? n - 1 : n));
        boolean root = function == Simple.STDDEV_POP || function == Simple.STDDEV_SAMP;
        return root ? Math.sqrt(variance) : variance;
    }

    /**
     * {@code n·Σx² − (Σx)²}, computed from the sums without rounding: they hold all digits of values of similar size,
     * which is where the difference cancels.
     */
    private static double scatter(long[] words, long n, int sum, int squares) {
        double total = Double.longBitsToDouble(words[sum]);
        double totalSquares = Double.longBitsToDouble(words[squares]);
        if (!Double.isFinite(total)) {
            return Double.NaN;
        }
        if (!Double.isFinite(totalSquares)) {
            return totalSquares;
        }
        BigDecimal exactSum = exact(words, sum, 2);
        BigDecimal scatter =
                exact(words, squares, 3).multiply(BigDecimal.valueOf(n)).subtract(exactSum.multiply(exactSum));
        return Math.max(0, scatter.doubleValue());
    }

    private static BigDecimal exact(long[] words, int w, int length) {
        BigDecimal value = BigDecimal.ZERO;
        for (int i = w; i < w + length; i++) {
            value = value.add(new BigDecimal(Double.longBitsToDouble(words[i])));
        }
        return value;
    }
}
