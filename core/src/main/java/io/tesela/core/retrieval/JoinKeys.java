package io.tesela.core.retrieval;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.DataType;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the join keys that a request gives against those that a service takes. */
final class JoinKeys {
    private static final int SHOWN_CHARACTERS = 100;

    private JoinKeys() {}

    static EntityRow check(String service, List<RequestKey> keys, Map<String, ? extends @Nullable Object> given) {
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        int present = 0;
        for (int i = 0; i < values.length; i++) {
            RequestKey key = keys.get(i);
            Object value = given.get(key.name());
            if (value != null) {
                values[i] = typed(key, value);
                present++;
            } else if (given.containsKey(key.name())) {
                present++;
            } else {
                throw wrong("Missing required join key: " + key.name());
            }
        }
        if (present < given.size()) {
            throw superfluous(service, keys, given);
        }
        return new EntityRow(values);
    }

    private static TeselaException superfluous(
            String service, List<RequestKey> keys, Map<String, ? extends @Nullable Object> given) {
        List<String> known = keys.stream().map(RequestKey::name).toList();
        String extra = given.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .orElseThrow();
        return wrong("Unexpected join key: " + shown(extra) + "; feature service '" + service + "' takes " + known);
    }

    private static Object typed(RequestKey key, Object value) {
        DataType type = key.type();
        if (type == DataType.STRING && value instanceof String) {
            return value;
        }
        if (type == DataType.BOOLEAN && value instanceof Boolean) {
            return value;
        }
        if (type == DataType.INT64) {
            return integer(key, value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == DataType.INT32) {
            return integer(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        throw mismatch(key, value);
    }

    private static Long integer(RequestKey key, Object value, long min, long max) {
        BigInteger number;
        if (value instanceof Long small) {
            if (min <= small && small <= max) {
                return small;
            }
            number = BigInteger.valueOf(small);
        } else if (value instanceof BigInteger big) {
            number = big;
        } else if (value instanceof String text && isDecimal(text)) {
            number = new BigInteger(text);
        } else {
            throw mismatch(key, value);
        }
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw wrong("Join key '" + key.name() + "' takes an " + key.type().label() + ", and " + shown(value)
                    + " is outside of its range, " + min + " to " + max);
        }
        return number.longValue();
    }

    /** Whether the text is an optional minus and up to 40 ASCII digits: more are out of range whatever they say. */
    private static boolean isDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > 40) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static TeselaException mismatch(RequestKey key, Object value) {
        String hint = key.type() == DataType.STRING ? "; put it in quotes" : "";
        return wrong("Join key '" + key.name() + "' takes " + article(key.type()) + ", but the request gives "
                + described(value) + hint);
    }

    private static String article(DataType type) {
        String label = type.label();
        return ("aeiou".indexOf(label.charAt(0)) >= 0 ? "an " : "a ") + label;
    }

    private static String described(Object value) {
        if (value instanceof String text) {
            return "the string \"" + shown(text) + "\"";
        }
        if (value instanceof Number) {
            return "the number " + shown(value);
        }
        return shown(value);
    }

    private static String shown(Object value) {
        String text = value.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private static TeselaException wrong(String message) {
        return new TeselaException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
