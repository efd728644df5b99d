package io.tesela.spark.transformation;

import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.DataType.Array;
import io.tesela.definition.DataType.Primitive;
import io.tesela.definition.Schema;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Tesela's data types as Spark's, and back. */
public final class SparkTypes {
    /** For messages about a type that is not supported. */
    public static final String SUPPORTED =
            "int32 (INT), int64 (BIGINT), float32 (FLOAT), float64 (DOUBLE), string (STRING),"
                    + " boolean (BOOLEAN), timestamp (TIMESTAMP) and arrays of these";

    private SparkTypes() {}

    public static StructType toSpark(Schema schema) {
        StructType type = new StructType();
        for (Column column : schema.columns()) {
            type = type.add(column.name(), toSpark(column.type()), true);
        }
        return type;
    }

    public static org.apache.spark.sql.types.DataType toSpark(DataType type) {
        if (type instanceof Array array) {
            return DataTypes.createArrayType(toSpark(array.element()), true);
        }
        return switch ((Primitive) type) {
            case INT32 -> DataTypes.IntegerType;
            case INT64 -> DataTypes.LongType;
            case FLOAT32 -> DataTypes.FloatType;
            case FLOAT64 -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case BOOLEAN -> DataTypes.BooleanType;
            case TIMESTAMP -> DataTypes.TimestampType;
        };
    }

    /** The Tesela type, or null if there is none. */
    public static @Nullable DataType fromSpark(org.apache.spark.sql.types.DataType type) {
        if (type instanceof ArrayType array) {
            DataType element = fromSpark(array.elementType());
            return element == null ? null : DataType.arrayOf(element);
        }
        for (DataType candidate : List.<DataType>of(Primitive.values())) {
            if (toSpark(candidate).equals(type)) {
                return candidate;
            }
        }
        return null;
    }
}
