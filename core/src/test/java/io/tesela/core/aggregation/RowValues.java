package io.tesela.core.aggregation;

import io.tesela.core.time.Micros;
import io.tesela.definition.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event's values as objects. */
record RowValues(Schema columns, List<? extends @Nullable Object> row) implements EventValues {
    private Object value(int column) {
        return Objects.requireNonNull(row.get(column));
    }

    @Override
    public boolean isNull(int column) {
        return column >= row.size() || row.get(column) == null;
    }

    @Override
    public long longValue(int column) {
        Object value = value(column);
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return value instanceof Instant instant ? Micros.of(instant) : ((Number) value).longValue();
    }

    @Override
    public double doubleValue(int column) {
        return ((Number) value(column)).doubleValue();
    }

    @Override
    public String stringValue(int column) {
        return (String) value(column);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> listValue(int column) {
        return (List<@Nullable Object>) value(column);
    }
}
