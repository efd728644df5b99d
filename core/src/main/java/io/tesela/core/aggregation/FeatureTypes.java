package io.tesela.core.aggregation;

import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Window.WindowSeries;
import java.util.Optional;
import java.util.Set;

/** Which columns an aggregation function takes and what type of value it gives. */
public final class FeatureTypes {
    private static final Set<DataType> INTEGERS = Set.of(DataType.INT32, DataType.INT64);
    private static final Set<DataType> NUMBERS =
            Set.of(DataType.INT32, DataType.INT64, DataType.FLOAT32, DataType.FLOAT64);

    private FeatureTypes() {}

    /** The type of one window's value, or empty if the function does not take a column of type {@code input}. */
    public static Optional<DataType> output(AggregationFunction function, DataType input) {
        if (function instanceof Simple simple) {
            return simpleOutput(simple, input);
        }
        if (function instanceof LastN || function instanceof FirstN) {
            return Optional.of(DataType.arrayOf(input));
        }
        if (function instanceof LastDistinct || function instanceof FirstDistinct) {
            return when(input == DataType.STRING || input == DataType.INT64, DataType.arrayOf(input));
        }
        if (function instanceof ApproxCountDistinct) {
            return when(input == DataType.STRING || INTEGERS.contains(input), DataType.INT64);
        }
        if (function instanceof ApproxPercentile) {
            return when(NUMBERS.contains(input), DataType.FLOAT64);
        }
        throw new IllegalStateException("No type rule for " + function);
    }

    /** The type of a feature's value: an array of windows' values for a series. */
    public static Optional<DataType> output(Feature feature, DataType input) {
        Optional<DataType> one = output(feature.function(), input);
        return feature.window() instanceof WindowSeries ? one.map(DataType::arrayOf) : one;
    }

    private static Optional<DataType> simpleOutput(Simple function, DataType input) {
        return switch (function) {
            case COUNT -> Optional.of(DataType.INT64);
            case SUM -> when(NUMBERS.contains(input), INTEGERS.contains(input) ? DataType.INT64 : DataType.FLOAT64);
            case MEAN, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> when(NUMBERS.contains(input), DataType.FLOAT64);
            case MIN, MAX ->
                when(NUMBERS.contains(input) || input == DataType.STRING || input == DataType.TIMESTAMP, input);
            case LAST, FIRST -> Optional.of(input);
        };
    }

    private static Optional<DataType> when(boolean accepted, DataType output) {
        return accepted ? Optional.of(output) : Optional.empty();
    }
}
