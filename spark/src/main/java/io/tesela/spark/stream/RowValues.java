package io.tesela.spark.stream;

import io.tesela.core.aggregation.EventValues;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The columns of one row from a position on, as an aggregation takes them. Not safe for use by several threads. */
final class RowValues implements EventValues {
    private final int first;
    private @Nullable Row row;

    /** @param first the position in the row of the first column */
    RowValues(int first) {
        this.first = first;
    }

    RowValues of(Row values) {
        row = values;
        return this;
    }

    private @Nullable Object value(int column) {
        return Objects.requireNonNull(row).get(first + column);
    }

    @Override
    public boolean isNull(int column) {
        return value(column) == null;
    }

    @Override
    public long longValue(int column) {
        Object value = value(column);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    @Override
    public double doubleValue(int column) {
        return ((Number) Objects.requireNonNull(value(column))).doubleValue();
    }

    @Override
    public String stringValue(int column) {
        return (String) Objects.requireNonNull(value(column));
    }

    @Override
    public List<@Nullable Object> listValue(int column) {
        return Objects.requireNonNull(row).getList(first + column);
    }
}
