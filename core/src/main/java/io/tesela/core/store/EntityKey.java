package io.tesela.core.store;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of an entity's join key values, as {@code docs/spec/store.md} says: each value is a type tag and
 * a body that ends by itself, so no two lists of values share their bytes, and none is the beginning of another's.
 *
 * <p>No key is empty and none begins with the byte 0, so that both are free for rows that belong to no entity.
 */
public final class EntityKey {
    /** The longest key, in bytes, that any store takes. */
    public static final int MAX_BYTES = 4096;

    private static final byte STRING = 1;
    private static final byte INTEGER = 2;
    private static final byte BOOLEAN = 3;

    private static final int STRING_HEADER_BYTES = 1 + Short.BYTES;
    private static final int INTEGER_BYTES = 1 + Long.BYTES;
    private static final int BOOLEAN_BYTES = 2;

    private EntityKey() {}

    /**
     * Encodes join key values. Different values give different bytes, also across types and composite keys; an INT32
     * and an INT64 of the same value give the same bytes. Strings are told apart by their UTF-16 code units, without
     * any normalization, and may hold any.
     *
     * @param values one a join key, none null: STRING String, INT32 and INT64 any Number that is whole and in the
     *     type's range, BOOLEAN Boolean
     * @throws TeselaException with code INVALID_ARGUMENT for other values, or if the key is longer than
     *     {@link #MAX_BYTES}
     */
    public static byte[] encode(List<Column> joinKeys, List<Object> values) {
        if (joinKeys.isEmpty() || joinKeys.size() != values.size()) {
            throw invalid("Cannot encode " + values.size() + " values as an entity key: expected one for each of "
                    + joinKeys.size() + " join keys, and at least one");
        }
        int length = 0;
        for (int i = 0; i < joinKeys.size(); i++) {
            length += encodedLength(joinKeys.get(i), values.get(i));
        }
        if (length > MAX_BYTES) {
            throw invalid("The join key values " + names(joinKeys) + " take " + length + " bytes; at most " + MAX_BYTES
                    + " can be a key");
        }
        ByteBuffer key = ByteBuffer.allocate(length);
        for (int i = 0; i < joinKeys.size(); i++) {
            put(key, joinKeys.get(i), values.get(i));
        }
        return key.array();
    }

    /**
     * The values that were encoded, in the order of the join keys: String, Integer, Long or Boolean.
     *
     * @throws TeselaException with code INVALID_ARGUMENT if {@code key} is no key of these join keys
     */
    public static List<Object> decode(List<Column> joinKeys, byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        List<Object> values = new ArrayList<>(joinKeys.size());
        for (Column joinKey : joinKeys) {
            values.add(take(in, joinKey));
        }
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes follow the last join key");
        }
        return values;
    }

    private static int encodedLength(Column joinKey, @Nullable Object value) {
        if (joinKey.type() == DataType.STRING && value instanceof String string) {
            return STRING_HEADER_BYTES + StringBytes.length(string);
        }
        if (isInteger(joinKey) && value instanceof Number) {
            return INTEGER_BYTES;
        }
        if (joinKey.type() == DataType.BOOLEAN && value instanceof Boolean) {
            return BOOLEAN_BYTES;
        }
        throw invalid("The value of join key '" + joinKey.name() + "' is "
                + (value == null ? "null" : "a " + value.getClass().getSimpleName())
                + "; expected a value of type " + joinKey.type().label());
    }

    private static void put(ByteBuffer key, Column joinKey, Object value) {
        if (value instanceof String string) {
            int header = key.position();
            key.position(header + STRING_HEADER_BYTES);
            StringBytes.put(key, string);
            int length = key.position() - header - STRING_HEADER_BYTES;
            key.put(header, STRING).putShort(header + 1, (short) length);
        } else if (value instanceof Number number) {
            key.put(INTEGER).putLong(integer(joinKey, number) ^ Long.MIN_VALUE);
        } else {
            key.put(BOOLEAN).put((byte) ((Boolean) value ? 1 : 0));
        }
    }

    private static Object take(ByteBuffer in, Column joinKey) {
        byte expected = joinKey.type() == DataType.STRING ? STRING : isInteger(joinKey) ? INTEGER : BOOLEAN;
        need(in, 1, joinKey);
        byte tag = in.get();
        if (tag != expected) {
            throw malformed("join key '" + joinKey.name() + "' has tag " + tag + ", expected " + expected);
        }
        if (tag == STRING) {
            need(in, Short.BYTES, joinKey);
            int length = Short.toUnsignedInt(in.getShort());
            need(in, length, joinKey);
            return StringBytes.take(in, length);
        }
        if (tag == BOOLEAN) {
            need(in, 1, joinKey);
            byte value = in.get();
            if (value != 0 && value != 1) {
                throw malformed("join key '" + joinKey.name() + "' is " + value + ", which is no boolean");
            }
            return value == 1;
        }
        need(in, Long.BYTES, joinKey);
        long value = in.getLong() ^ Long.MIN_VALUE;
        if (joinKey.type() == DataType.INT64) {
            return value;
        }
        if (value != (int) value) {
            throw malformed("join key '" + joinKey.name() + "' is " + value + ", which is no int32");
        }
        return (int) value;
    }

    private static void need(ByteBuffer in, int bytes, Column joinKey) {
        if (in.remaining() < bytes) {
            throw malformed("it ends within join key '" + joinKey.name() + "'");
        }
    }

    private static boolean isInteger(Column joinKey) {
        return joinKey.type() == DataType.INT32 || joinKey.type() == DataType.INT64;
    }

    private static long integer(Column joinKey, Number number) {
        long value = whole(joinKey, number);
        if (joinKey.type() == DataType.INT32 && value != (int) value) {
            throw notOfType(joinKey, number);
        }
        return value;
    }

    private static long whole(Column joinKey, Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        try {
            if (number instanceof BigInteger big) {
                return big.longValueExact();
            }
            return new BigDecimal(number.toString()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw notOfType(joinKey, number);
        }
    }

    private static List<String> names(List<Column> joinKeys) {
        return joinKeys.stream().map(Column::name).toList();
    }

    private static TeselaException notOfType(Column joinKey, Number number) {
        return invalid("The value " + number + " of join key '" + joinKey.name() + "' is no "
                + joinKey.type().label());
    }

    private static TeselaException malformed(String what) {
        return invalid("These bytes are no entity key: " + what);
    }

    private static TeselaException invalid(String message) {
        return new TeselaException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
