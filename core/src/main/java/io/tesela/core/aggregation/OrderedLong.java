package io.tesela.core.aggregation;

import io.tesela.core.time.Micros;
import io.tesela.definition.DataType;
import io.tesela.definition.DataType.Primitive;

/**
 * Values of the types without variable size as longs whose signed order is the order of the values: NaN is the greatest
 * double, and -0.0 comes just before 0.0.
 */
final class OrderedLong {
    private static final long NAN = Double.doubleToLongBits(Double.NaN);

    private OrderedLong() {}

    static long of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return Double.isNaN(value) ? NAN : bits ^ ((bits >> 63) >>> 1);
    }

    static double toDouble(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) >>> 1));
    }

    /** Whether values of the type are kept as longs. */
    static boolean holds(DataType type) {
        return type instanceof Primitive && type != DataType.STRING;
    }

    static boolean isDouble(DataType type) {
        return type == DataType.FLOAT32 || type == DataType.FLOAT64;
    }

    /** The value of a column that is not null. */
    static long read(DataType type, EventValues values, int column) {
        return isDouble(type) ? of(values.doubleValue(column)) : values.longValue(column);
    }

    /** The value as {@link FeatureValue#value()} has it. */
    static Object toValue(DataType type, long key) {
        return switch ((Primitive) type) {
            case INT32 -> (int) key;
            case INT64 -> key;
            case FLOAT32 -> (float) toDouble(key);
            case FLOAT64 -> toDouble(key);
            case BOOLEAN -> key != 0;
            case TIMESTAMP -> Micros.toInstant(key);
            case STRING -> throw new IllegalArgumentException("Strings are not kept as longs");
        };
    }
}
