package io.tesela.definition;

import io.tesela.definition.Aggregation.Unwindowed;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;

/** The aggregation functions, for static import. Each becomes an {@link Aggregation} with {@code .over(…)}. */
public final class Aggregations {
    private Aggregations() {}

    /** The number of rows whose {@code column} is not null. */
    public static Unwindowed count(String column) {
        return new Unwindowed(column, Simple.COUNT);
    }

    public static Unwindowed sum(String column) {
        return new Unwindowed(column, Simple.SUM);
    }

    public static Unwindowed mean(String column) {
        return new Unwindowed(column, Simple.MEAN);
    }

    /** The population standard deviation. */
    public static Unwindowed stddevPop(String column) {
        return new Unwindowed(column, Simple.STDDEV_POP);
    }

    /** The sample standard deviation; null for fewer than two values. */
    public static Unwindowed stddevSamp(String column) {
        return new Unwindowed(column, Simple.STDDEV_SAMP);
    }

    /** The population variance. */
    public static Unwindowed varPop(String column) {
        return new Unwindowed(column, Simple.VAR_POP);
    }

    /** The sample variance; null for fewer than two values. */
    public static Unwindowed varSamp(String column) {
        return new Unwindowed(column, Simple.VAR_SAMP);
    }

    public static Unwindowed min(String column) {
        return new Unwindowed(column, Simple.MIN);
    }

    public static Unwindowed max(String column) {
        return new Unwindowed(column, Simple.MAX);
    }

    /** The value with the latest event time. */
    public static Unwindowed last(String column) {
        return new Unwindowed(column, Simple.LAST);
    }

    /** The {@code n} values with the latest event times, ascending by time; 0 &lt; n ≤ 1000. */
    public static Unwindowed last(String column, int n) {
        return new Unwindowed(column, new LastN(n));
    }

    /** The value with the earliest event time. */
    public static Unwindowed first(String column) {
        return new Unwindowed(column, Simple.FIRST);
    }

    /** The {@code n} values with the earliest event times, ascending by time; 0 &lt; n ≤ 1000. */
    public static Unwindowed first(String column, int n) {
        return new Unwindowed(column, new FirstN(n));
    }

    /** The {@code n} distinct values that occurred last, ascending by time; 0 &lt; n ≤ 1000. */
    public static Unwindowed lastDistinct(String column, int n) {
        return new Unwindowed(column, new LastDistinct(n));
    }

    /** The {@code n} distinct values that occurred first, ascending by time; 0 &lt; n ≤ 1000. */
    public static Unwindowed firstDistinct(String column, int n) {
        return new Unwindowed(column, new FirstDistinct(n));
    }

    /** The estimated number of distinct values, with a standard error of 6.5 %. */
    public static Unwindowed approxCountDistinct(String column) {
        return approxCountDistinct(column, ApproxCountDistinct.DEFAULT_PRECISION);
    }

    /** @param precision log2 of the number of registers, 4 to 16 */
    public static Unwindowed approxCountDistinct(String column, int precision) {
        return new Unwindowed(column, new ApproxCountDistinct(precision));
    }

    /** @param percentile between 0 and 1 */
    public static Unwindowed approxPercentile(String column, double percentile) {
        return approxPercentile(column, percentile, ApproxPercentile.DEFAULT_PRECISION);
    }

    /**
     * @param percentile between 0 and 1
     * @param precision about the number of centroids kept, 20 to 500
     */
    public static Unwindowed approxPercentile(String column, double percentile, int precision) {
        return new Unwindowed(column, new ApproxPercentile(percentile, precision));
    }
}
