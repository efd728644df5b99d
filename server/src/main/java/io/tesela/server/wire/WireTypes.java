package io.tesela.server.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tesela.definition.DataType;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How data types and values look in JSON. */
final class WireTypes {
    private WireTypes() {}

    /** Tecton's clients know no int32: it travels as int64. */
    static String label(DataType type) {
        if (type instanceof DataType.Array) {
            return "array";
        }
        return type == DataType.INT32 ? DataType.INT64.label() : type.label();
    }

    /** Writes {@code {"type": …}}. */
    static void writeType(JsonGenerator json, DataType type) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", label(type));
        if (type instanceof DataType.Array array) {
            json.writeFieldName("elementType");
            writeType(json, array.element());
        }
        json.writeEndObject();
    }

    static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Double number) {
            writeDouble(json, number);
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeString(value.toString());
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Float number) {
            writeFloat(json, number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Instant instant) {
            json.writeString(instant.toString());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(json, element);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException("No JSON form for a value of " + value.getClass());
        }
    }

    private static void writeDouble(JsonGenerator json, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }

    private static void writeFloat(JsonGenerator json, float number) throws IOException {
        if (Float.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Float.toString(number));
        }
    }
}
