package io.tesela.core.retrieval;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The join key values of one row of a request, checked against a {@link ServicePlan}. */
public final class EntityRow {
    private final @Nullable Object[] values;

    EntityRow(@Nullable Object[] values) {
        this.values = values;
    }

    /** The values at these positions of {@link ServicePlan#requestKeys()}, or null if one of them is null. */
    @Nullable List<Object> keyOf(int[] positions) {
        List<Object> key = new ArrayList<>(positions.length);
        for (int position : positions) {
            Object value = values[position];
            if (value == null) {
                return null;
            }
            key.add(value);
        }
        return key;
    }
}
