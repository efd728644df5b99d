package io.tesela.core.aggregation;

import io.tesela.definition.AggregationFunction;
import io.tesela.definition.DataType;

/** Makes the partials of variable size. */
final class VariablePartials {
    private VariablePartials() {}

    static VariablePartial create(Partial partial, DataType type) {
        throw new UnsupportedOperationException(partial.label() + " of " + type.label() + " is not built yet");
    }

    /** The result of a function whose only partial stands in a slot of the tail. */
    static FeatureResult result(AggregationFunction function, DataType type, int slot) {
        throw new UnsupportedOperationException(function.label() + " of " + type.label() + " is not built yet");
    }
}
