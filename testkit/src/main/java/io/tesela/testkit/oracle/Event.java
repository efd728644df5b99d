package io.tesela.testkit.oracle;

import io.tesela.core.aggregation.EventValues;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of one entity.
 *
 * @param timeMicros the event time in microseconds since the epoch
 * @param row the values by column, as {@link io.tesela.core.aggregation.FeatureValue#value()} has them
 */
public record Event(long timeMicros, List<? extends @Nullable Object> row) implements EventValues {
    @Override
    public boolean isNull(int column) {
        return row.get(column) == null;
    }

    @Override
    public long longValue(int column) {
        Object value = value(column);
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return value instanceof Instant instant
                ? ChronoUnit.MICROS.between(Instant.EPOCH, instant)
                : ((Number) value).longValue();
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

    private Object value(int column) {
        return Objects.requireNonNull(row.get(column));
    }
}
