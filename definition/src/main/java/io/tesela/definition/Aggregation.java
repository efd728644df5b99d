package io.tesela.definition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function over a column in one or more windows; each window gives one feature.
 *
 * @param featureName the name of the one feature, or null for default names
 */
public record Aggregation(
        String column,
        AggregationFunction function,
        List<Window> windows,
        @Nullable String featureName) {
    public Aggregation {
        windows = List.copyOf(windows);
    }

    /** Names the feature; only an aggregation with one window may be named. */
    public Aggregation named(String name) {
        return new Aggregation(column, function, windows, name);
    }

    /** A function over a column that has not been told its windows yet. */
    public record Unwindowed(String column, AggregationFunction function) {
        /** Windows that end at the leading edge. */
        public Aggregation over(Duration... sizes) {
            return new Aggregation(
                    column,
                    function,
                    Arrays.stream(sizes).map(size -> (Window) Window.of(size)).toList(),
                    null);
        }

        public Aggregation over(Window... windows) {
            return new Aggregation(column, function, List.of(windows), null);
        }
    }
}
