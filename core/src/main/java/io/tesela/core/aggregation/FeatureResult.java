package io.tesela.core.aggregation;

import io.tesela.core.aggregation.Partial.Kind;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import org.jspecify.annotations.Nullable;

/** Computes a feature's value in a window from the window's partials. */
@FunctionalInterface
interface FeatureResult {
    /** Stands for a value that does not fit its type. */
    Object OVERFLOW = new Object();

    /**
     * The value as {@link FeatureValue#value()} has it, or {@link #OVERFLOW}.
     *
     * @param words the fixed partials
     * @param states the partials of variable size; null where all values were null
     */
    @Nullable Object of(long[] words, @Nullable VariablePartial[] states);

    static FeatureResult of(TileLayout layout, Feature feature) {
        int column = TileLayout.position(layout.columns(), feature);
        DataType type = TileLayout.type(layout.columns(), feature);
        if (feature.function() instanceof Simple simple && (simple == Simple.COUNT || OrderedLong.holds(type))) {
            return simple(layout, simple, column, type);
        }
        int slot = layout.slot(layout.partials(feature).get(0));
        return VariablePartials.result(feature.function(), slot);
    }

    private static FeatureResult simple(TileLayout layout, Simple function, int column, DataType type) {
        int count = layout.word(new Partial(column, Kind.COUNT, 0));
        if (function == Simple.COUNT) {
            return (words, states) -> words[count];
        }
        FeatureResult result = switch (function) {
            case MIN -> key(layout.word(new Partial(column, Kind.MIN, 0)), type);
            case MAX -> key(layout.word(new Partial(column, Kind.MAX, 0)), type);
            case FIRST -> key(layout.word(new Partial(column, Kind.FIRST, 0)) + 1, type);
            case LAST -> key(layout.word(new Partial(column, Kind.LAST, 0)) + 1, type);
            default ->
                OrderedLong.isDouble(type)
                        ? FloatMoments.result(layout, function, column, count)
                        : IntegerMoments.result(layout, function, column, count);
        };
        return (words, states) -> words[count] == 0 ? null : result.of(words, states);
    }

    private static FeatureResult key(int word, DataType type) {
        return (words, states) -> OrderedLong.toValue(type, words[word]);
    }
}
