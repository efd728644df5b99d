package io.tesela.core.aggregation;

import io.tesela.core.aggregation.Partial.Kind;
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
import java.util.List;

/** Which partials a feature is computed from. */
final class FeaturePartials {
    private FeaturePartials() {}

    static List<Partial> of(Feature feature, int column, DataType type) {
        return of(feature.function(), type).stream()
                .map(partial -> new Partial(column, partial.kind(), partial.parameter()))
                .toList();
    }

    private static List<Partial> of(AggregationFunction function, DataType type) {
        if (function instanceof Simple simple) {
            return simple(simple, type);
        }
        if (function instanceof LastN last) {
            return List.of(partial(Kind.LAST_VALUES, last.n()));
        }
        if (function instanceof FirstN first) {
            return List.of(partial(Kind.FIRST_VALUES, first.n()));
        }
        if (function instanceof LastDistinct last) {
            return List.of(partial(Kind.LAST_DISTINCT, last.n()));
        }
        if (function instanceof FirstDistinct first) {
            return List.of(partial(Kind.FIRST_DISTINCT, first.n()));
        }
        if (function instanceof ApproxCountDistinct distinct) {
            return List.of(partial(Kind.DISTINCT_SKETCH, distinct.precision()));
        }
        if (function instanceof ApproxPercentile percentile) {
            return List.of(partial(Kind.PERCENTILE_DIGEST, percentile.precision()));
        }
        throw new IllegalStateException("No partials for " + function);
    }

    private static List<Partial> simple(Simple function, DataType type) {
        boolean isLong = OrderedLong.holds(type);
        boolean isDouble = OrderedLong.isDouble(type);
        Partial count = partial(Kind.COUNT, 0);
        Partial sum = partial(isDouble ? Kind.FLOAT_SUM : Kind.INTEGER_SUM, 0);
        Partial squares = partial(isDouble ? Kind.FLOAT_SQUARES : Kind.INTEGER_SQUARES, 0);
        return switch (function) {
            case COUNT -> List.of(count);
            case SUM, MEAN -> List.of(count, sum);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> List.of(count, sum, squares);
            case MIN -> isLong ? List.of(count, partial(Kind.MIN, 0)) : List.of(partial(Kind.LEAST, 0));
            case MAX -> isLong ? List.of(count, partial(Kind.MAX, 0)) : List.of(partial(Kind.GREATEST, 0));
            case FIRST -> isLong ? List.of(count, partial(Kind.FIRST, 0)) : List.of(partial(Kind.FIRST_VALUES, 1));
            case LAST -> isLong ? List.of(count, partial(Kind.LAST, 0)) : List.of(partial(Kind.LAST_VALUES, 1));
        };
    }

    private static Partial partial(Kind kind, int parameter) {
        return new Partial(0, kind, parameter);
    }
}
