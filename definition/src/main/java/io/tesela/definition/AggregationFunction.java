package io.tesela.definition;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A function that turns the values of a column within a window into one feature value. SPEC 4 lists input and output
 * types.
 */
public sealed interface AggregationFunction extends Serializable {
    /** The part of a default feature name that says the function: {@code sum}, {@code last_distinct_10}. */
    String label();

    /** A function without parameters. */
    enum Simple implements AggregationFunction {
        COUNT,
        SUM,
        MEAN,
        STDDEV_POP,
        STDDEV_SAMP,
        VAR_POP,
        VAR_SAMP,
        MIN,
        MAX,
        LAST,
        FIRST;

        @Override
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The {@code n} latest values, ascending by time. */
    record LastN(int n) implements AggregationFunction {
        @Override
        public String label() {
            return "last_" + n;
        }
    }

    /** The {@code n} earliest values, ascending by time. */
    record FirstN(int n) implements AggregationFunction {
        @Override
        public String label() {
            return "first_" + n;
        }
    }

    /** The {@code n} distinct values that occurred last, ascending by the time of their last occurrence. */
    record LastDistinct(int n) implements AggregationFunction {
        @Override
        public String label() {
            return "last_distinct_" + n;
        }
    }

    /** The {@code n} distinct values that occurred first, ascending by the time of their first occurrence. */
    record FirstDistinct(int n) implements AggregationFunction {
        @Override
        public String label() {
            return "first_distinct_" + n;
        }
    }

    /**
     * A HyperLogLog estimate of the number of distinct values.
     *
     * @param precision log2 of the number of registers, 4 to 16; the standard error is {@code 1.04 / sqrt(2^precision)}
     */
    record ApproxCountDistinct(int precision) implements AggregationFunction {
        public static final int DEFAULT_PRECISION = 8;

        @Override
        public String label() {
            return precision == DEFAULT_PRECISION ? "approx_count_distinct" : "approx_count_distinct_" + precision;
        }
    }

    /**
     * A t-digest estimate of a percentile.
     *
     * @param percentile between 0 and 1
     * @param precision the digest's compression, 20 to 500: about the number of centroids kept
     */
    record ApproxPercentile(double percentile, int precision) implements AggregationFunction {
        public static final int DEFAULT_PRECISION = 100;

        @Override
        public String label() {
            // In decimal digits: 0.29 * 100 is 28.999999999999996.
            String p = Double.isFinite(percentile)
                    ? BigDecimal.valueOf(percentile)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString()
                            .replace('.', '_')
                    : "nan";
            return precision == DEFAULT_PRECISION
                    ? "approx_percentile_p" + p
                    : "approx_percentile_p" + p + "_" + precision;
        }
    }
}
