package io.tesela.definition;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The type of a column or of a feature value. */
public sealed interface DataType extends Serializable {
    DataType INT32 = Primitive.INT32;
    DataType INT64 = Primitive.INT64;
    DataType FLOAT32 = Primitive.FLOAT32;
    DataType FLOAT64 = Primitive.FLOAT64;
    DataType STRING = Primitive.STRING;
    DataType BOOLEAN = Primitive.BOOLEAN;
    /** An instant in UTC with microsecond precision. */
    DataType TIMESTAMP = Primitive.TIMESTAMP;

    /** The type whose values are lists of {@code element}; the lists may hold nulls. */
    static DataType arrayOf(DataType element) {
        return new Array(element);
    }

    /** The lower-case name used in JSON and in messages: {@code int64}, {@code array<string>}. */
    String label();

    /**
     * The type with this {@linkplain #label() label}.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DataType parse(String label) {
        if (label.startsWith("array<") && label.endsWith(">")) {
            return arrayOf(parse(label.substring("array<".length(), label.length() - 1)));
        }
        for (Primitive primitive : Primitive.values()) {
            if (primitive.label().equals(label)) {
                return primitive;
            }
        }
        List<String> known =
                Arrays.stream(Primitive.values()).map(Primitive::label).toList();
        throw new IllegalArgumentException(
                "Unknown data type '" + label + "'; expected one of " + known + " or array<type>");
    }

    /** A type without parts. */
    enum Primitive implements DataType {
        INT32("int32"),
        INT64("int64"),
        FLOAT32("float32"),
        FLOAT64("float64"),
        STRING("string"),
        BOOLEAN("boolean"),
        TIMESTAMP("timestamp");

        private final String label;

        Primitive(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** A list of values of one type. */
    record Array(DataType element) implements DataType {
        @Override
        public String label() {
            return "array<" + element.label() + ">";
        }

        @Override
        public String toString() {
            return label();
        }
    }
}
