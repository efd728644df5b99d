package io.tesela.core.aggregation;

import io.tesela.core.aggregation.RankedValues.End;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.DataType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the partials of variable size and takes results from them. */
final class VariablePartials {
    private VariablePartials() {}

    static VariablePartial create(Partial partial, DataType type) {
        int parameter = partial.parameter();
        return switch (partial.kind()) {
            case LEAST -> new RankedValues(type, false, End.FIRST, 1);
            case GREATEST -> new RankedValues(type, false, End.LAST, 1);
            case FIRST_VALUES -> new RankedValues(type, true, End.FIRST, parameter);
            case LAST_VALUES -> new RankedValues(type, true, End.LAST, parameter);
            case FIRST_DISTINCT -> new DistinctValues(type, End.FIRST, parameter);
            case LAST_DISTINCT -> new DistinctValues(type, End.LAST, parameter);
            case DISTINCT_SKETCH -> new DistinctSketch(type, parameter);
            case PERCENTILE_DIGEST -> new PercentileDigest(type, parameter);
            default -> throw new IllegalArgumentException(partial.kind() + " is of fixed size");
        };
    }

    /** The result of a function whose only partial stands in a slot of the tail. */
    static FeatureResult result(AggregationFunction function, int slot) {
        if (function instanceof ApproxPercentile percentile) {
            return of(slot, null, state -> ((PercentileDigest) state).percentile(percentile.percentile()));
        }
        if (function instanceof AggregationFunction.ApproxCountDistinct) {
            return of(slot, 0L, state -> ((DistinctSketch) state).estimate());
        }
        if (function instanceof AggregationFunction.LastDistinct
                || function instanceof AggregationFunction.FirstDistinct) {
            return of(slot, null, state -> ((DistinctValues) state).entries().list());
        }
        if (function instanceof Simple) {
            return of(slot, null, state -> ((RankedValues) state).entries().single());
        }
        return of(slot, null, state -> ((RankedValues) state).entries().list());
    }

    /** @param none the value where all inputs were null */
    private static FeatureResult of(
            int slot, @Nullable Object none, Function<VariablePartial, @Nullable Object> result) {
        return (words, states) -> {
            VariablePartial state = states[slot];
            return state == null ? none : result.apply(state);
        };
    }
}
