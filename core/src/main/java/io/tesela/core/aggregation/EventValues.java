package io.tesela.core.aggregation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one event, by the position of the column in {@link TileLayout#columns()}. Only the reader that fits the
 * column's type may be called, and only where {@link #isNull} is false.
 */
public interface EventValues {
    boolean isNull(int column);

    /** Of an INT32, INT64, BOOLEAN (0 or 1) or TIMESTAMP (microseconds since the epoch) column. */
    long longValue(int column);

    /** Of a FLOAT32 or FLOAT64 column. */
    double doubleValue(int column);

    String stringValue(int column);

    /** Of an array column; elements as in {@link FeatureValue#value()}. */
    List<@Nullable Object> listValue(int column);
}
