package io.tesela.testkit.oracle;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.Feature;
import io.tesela.definition.Window.WindowSeries;
import io.tesela.testkit.oracle.WindowOracle.Answer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a feature value is what the oracle says, as exactly as rule A2 asks for. */
public final class Agreement {
    private static final double RELATIVE = 1e-12;
    private static final Set<Simple> ROUNDED =
            Set.of(Simple.SUM, Simple.MEAN, Simple.VAR_POP, Simple.VAR_SAMP, Simple.STDDEV_POP, Simple.STDDEV_SAMP);

    private Agreement() {}

    /** What is wrong with {@code actual}, or null if nothing is. */
    public static @Nullable String difference(Feature feature, Answer expected, FeatureValue actual) {
        boolean agrees = expected.status() == actual.status()
                && expected.effectiveTimeMicros() == actual.effectiveTimeMicros()
                && agree(feature, expected.value(), actual.value());
        return agrees ? null : feature + ": expected " + expected + " but was " + actual;
    }

    private static boolean agree(Feature feature, @Nullable Object expected, @Nullable Object actual) {
        if (expected == null || actual == null || !(feature.window() instanceof WindowSeries)) {
            return one(feature.function(), expected, actual);
        }
        List<?> windows = (List<?>) expected;
        List<?> values = (List<?>) actual;
        boolean agrees = windows.size() == values.size();
        for (int i = 0; agrees && i < windows.size(); i++) {
            agrees = one(feature.function(), windows.get(i), values.get(i));
        }
        return agrees;
    }

    private static boolean one(AggregationFunction function, @Nullable Object expected, @Nullable Object actual) {
        if (expected == null || actual == null) {
            return expected == actual;
        }
        if (function instanceof ApproxCountDistinct distinct) {
            return distinct(distinct, (Long) expected, (Long) actual);
        }
        if (function instanceof ApproxPercentile percentile) {
            return percentile(percentile, (List<?>) expected, (Double) actual);
        }
        if (expected instanceof Double exact && ROUNDED.contains(function)) {
            double found = (Double) actual;
            return exact.equals(found) || Math.abs(exact - found) <= RELATIVE * Math.abs(exact);
        }
        boolean extreme = function == Simple.MIN || function == Simple.MAX;
        if (extreme && (expected instanceof Double || expected instanceof Float)) {
            return expected.getClass() == actual.getClass()
                    && Double.compare(((Number) expected).doubleValue() + 0.0, ((Number) actual).doubleValue() + 0.0)
                            == 0;
        }
        return Objects.equals(expected, actual);
    }

    /** Within six standard errors. */
    private static boolean distinct(ApproxCountDistinct function, long expected, long actual) {
        double error = 6 * 1.04 / Math.sqrt(1 << function.precision());
        return Math.abs(expected - actual) <= Math.ceil(error * expected);
    }

    /** Between the values whose ranks are one and a half centroids, and one value, to the left and to the right. */
    private static boolean percentile(ApproxPercentile function, List<?> sorted, double actual) {
        int n = sorted.size();
        double p = function.percentile();
        double width = 1.5 * 2 * Math.PI / function.precision();
        double spread = width * Math.sqrt(p * (1 - p)) + width * width / 4;
        double low = number(sorted, Math.floor((p - spread) * n - 1));
        double high = number(sorted, Math.ceil((p + spread) * n + 1));
        return Double.compare(low, actual) <= 0 && Double.compare(actual, high) <= 0;
    }

    private static double number(List<?> sorted, double index) {
        int inside = (int) Math.max(0, Math.min(sorted.size() - 1, index));
        return ((Number) sorted.get(inside)).doubleValue() + 0.0;
    }
}
