package io.tesela.core.retrieval;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.Feature;
import io.tesela.definition.Window.WindowSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the null counts among the features of a view into zeros. */
final class CountCoercion {
    private static final int NO_COUNT = -1;
    private static final int ONE_WINDOW = 0;

    /** For each feature {@link #NO_COUNT}, {@link #ONE_WINDOW}, or the length of its window series. */
    private final int[] kinds;

    private CountCoercion(int[] kinds) {
        this.kinds = kinds;
    }

    static CountCoercion of(List<Feature> features) {
        return new CountCoercion(features.stream().mapToInt(CountCoercion::kind).toArray());
    }

    private static int kind(Feature feature) {
        AggregationFunction function = feature.function();
        if (function != Simple.COUNT && !(function instanceof ApproxCountDistinct)) {
            return NO_COUNT;
        }
        return feature.window() instanceof WindowSeries series ? series.length() : ONE_WINDOW;
    }

    void apply(FeatureValue[] values) {
        for (int i = 0; i < values.length; i++) {
            FeatureValue value = values[i];
            if (kinds[i] == ONE_WINDOW && value.value() == null) {
                values[i] = new FeatureValue(0L, value.status(), value.effectiveTimeMicros());
            } else if (kinds[i] > ONE_WINDOW) {
                values[i] =
                        new FeatureValue(series(value.value(), kinds[i]), value.status(), value.effectiveTimeMicros());
            }
        }
    }

    private static List<Object> series(@Nullable Object value, int length) {
        if (!(value instanceof List<?> counts)) {
            return Collections.nCopies(length, 0L);
        }
        List<Object> coerced = new ArrayList<>(counts.size());
        for (Object count : counts) {
            coerced.add(count == null ? 0L : count);
        }
        return coerced;
    }
}
