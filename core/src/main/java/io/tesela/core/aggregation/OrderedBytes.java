package io.tesela.core.aggregation;

import io.tesela.core.time.Micros;
import io.tesela.definition.DataType;
import io.tesela.definition.DataType.Array;
import io.tesela.definition.DataType.Primitive;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of the types of variable size as bytes whose unsigned order is the order of the values: strings by their UTF-8
 * bytes, arrays element by element, null first.
 */
final class OrderedBytes {
    private static final int END = 0;
    private static final int NULL = 1;
    private static final int VALUE = 2;
    private static final int ESCAPED = 0xFF;

    private OrderedBytes() {}

    static byte[] read(DataType type, EventValues values, int column) {
        if (type == DataType.STRING) {
            return values.stringValue(column).getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeList(((Array) type).element(), values.listValue(column), out);
        return out.toByteArray();
    }

    /** The value as {@link FeatureValue#value()} has it. */
    static Object toValue(DataType type, byte[] bytes) {
        if (type == DataType.STRING) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return new Reader(bytes).list(((Array) type).element());
    }

    private static void writeList(DataType element, List<@Nullable Object> list, ByteArrayOutputStream out) {
        for (Object value : list) {
            if (value == null) {
                out.write(NULL);
            } else {
                out.write(VALUE);
                write(element, value, out);
            }
        }
        out.write(END);
    }

    @SuppressWarnings("unchecked")
    private static void write(DataType type, Object value, ByteArrayOutputStream out) {
        if (type instanceof Array array) {
            writeList(array.element(), (List<@Nullable Object>) value, out);
        } else if (type == DataType.STRING) {
            for (byte b : ((String) value).getBytes(StandardCharsets.UTF_8)) {
                out.write(b);
                if (b == 0) {
                    out.write(ESCAPED);
                }
            }
            out.write(END);
        } else {
            long key = key((Primitive) type, value) ^ Long.MIN_VALUE;
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                out.write((int) (key >>> shift));
            }
        }
    }

    private static long key(Primitive type, Object value) {
        return switch (type) {
            case INT32, INT64 -> ((Number) value).longValue();
            case FLOAT32, FLOAT64 -> OrderedLong.of(((Number) value).doubleValue());
            case BOOLEAN -> (Boolean) value ? 1 : 0;
            case TIMESTAMP -> Micros.of((Instant) value);
            case STRING -> throw new IllegalArgumentException("Strings are not kept as longs");
        };
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        List<@Nullable Object> list(DataType element) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int tag = next(); tag != END; tag = next()) {
                if (tag > VALUE) {
                    throw new TileFormatException("an array has an element with the tag " + tag);
                }
                list.add(tag == NULL ? null : value(element));
            }
            return Collections.unmodifiableList(list);
        }

        private Object value(DataType type) {
            if (type instanceof Array array) {
                return list(array.element());
            }
            if (type == DataType.STRING) {
                return string();
            }
            long key = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                key = key << Byte.SIZE | next();
            }
            return OrderedLong.toValue(type, key ^ Long.MIN_VALUE);
        }

        private String string() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int b = next(); b != END || peek() == ESCAPED; b = next()) {
                out.write(b);
                if (b == END) {
                    at++;
                }
            }
            return out.toString(StandardCharsets.UTF_8);
        }

        private int peek() {
            return at < bytes.length ? bytes[at] & 0xFF : -1;
        }

        private int next() {
            if (at >= bytes.length) {
                throw new TileFormatException("an array ends too early");
            }
            return bytes[at++] & 0xFF;
        }
    }
}
