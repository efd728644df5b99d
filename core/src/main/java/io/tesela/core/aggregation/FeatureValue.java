package io.tesela.core.aggregation;

import org.jspecify.annotations.Nullable;

/**
 * One feature of one entity at one instant.
 *
 * @param value null where there is none, else by type: INT32 Integer, INT64 Long, FLOAT32 Float, FLOAT64 Double, STRING
 *     String, BOOLEAN Boolean, TIMESTAMP {@link java.time.Instant}, an array List
 * @param effectiveTimeMicros the end of the window, in microseconds since the epoch
 */
public record FeatureValue(@Nullable Object value, Status status, long effectiveTimeMicros) {
    /** Whether and why there is a value. */
    public enum Status {
        /** The window held at least one row. The value may still be null if all its inputs were. */
        PRESENT,
        /** The window held no row. */
        MISSING_DATA,
        /** An integer sum left the range of INT64; the value is null. */
        OVERFLOW
    }
}
