package io.tesela.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.DataType;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object, each exactly once; what is missing, of the wrong type or left over is an error
 * that says where it stands.
 */
final class JsonFields {
    private final JsonNode object;
    private final String path;
    private final Set<String> read = new HashSet<>();

    private JsonFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** Reads all of {@code node} with {@code reader}. */
    static <T> T read(JsonNode node, String path, Function<JsonFields, T> reader) {
        if (!node.isObject()) {
            throw wrong(path, "expected an object but found " + node.getNodeType());
        }
        JsonFields fields = new JsonFields(node, path);
        T value = reader.apply(fields);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!fields.read.contains(field.getKey())) {
                throw wrong(path, "unknown key '" + field.getKey() + "'; known are " + new TreeSet<>(fields.read));
            }
        }
        return value;
    }

    String text(String key) {
        return require(key, "a text", JsonNode::isTextual).textValue();
    }

    @Nullable String textOrNull(String key) {
        return isNull(key) ? null : text(key);
    }

    int integer(String key) {
        return require(key, "a 32-bit integer", node -> node.isIntegralNumber() && node.canConvertToInt())
                .intValue();
    }

    long longInteger(String key) {
        return require(key, "a 64-bit integer", node -> node.isIntegralNumber() && node.canConvertToLong())
                .longValue();
    }

    double number(String key) {
        return require(key, "a number", JsonNode::isNumber).doubleValue();
    }

    boolean bool(String key) {
        return require(key, "true or false", JsonNode::isBoolean).booleanValue();
    }

    Duration duration(String key) {
        String text = text(key);
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(at(key), "'" + text + "' is no ISO-8601 duration such as PT10M");
        }
    }

    @Nullable Duration durationOrNull(String key) {
        return isNull(key) ? null : duration(key);
    }

    Instant instant(String key) {
        String text = text(key);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(at(key), "'" + text + "' is no ISO-8601 instant such as 2026-01-01T00:00:00Z");
        }
    }

    @Nullable Instant instantOrNull(String key) {
        return isNull(key) ? null : instant(key);
    }

    DataType type(String key) {
        String text = text(key);
        try {
            return DataType.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(at(key), e.getMessage());
        }
    }

    /** A constant, written in lower case. */
    <E extends Enum<E>> E constant(String key, Class<E> type) {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw wrong(at(key), "'" + text + "' is none of " + lowerCase(type));
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(key)) {
            if (!element.isTextual()) {
                throw wrong(at(key), "expected texts but found " + element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry :
                require(key, "an object", JsonNode::isObject).properties()) {
            if (!entry.getValue().isTextual()) {
                throw wrong(at(key) + "." + entry.getKey(), "expected a text but found " + entry.getValue());
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        }
        return map;
    }

    <T> T object(String key, Function<JsonFields, T> reader) {
        return read(require(key, "an object", JsonNode::isObject), at(key), reader);
    }

    <T> @Nullable T objectOrNull(String key, Function<JsonFields, T> reader) {
        return isNull(key) ? null : object(key, reader);
    }

    <T> List<T> objects(String key, Function<JsonFields, T> reader) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : array(key)) {
            values.add(read(element, at(key) + "[" + values.size() + "]", reader));
        }
        return values;
    }

    /** What {@code names} holds under the text of this key. */
    <T> T reference(String key, Map<String, T> names) {
        return resolve(key, text(key), names);
    }

    <T> List<T> references(String key, Map<String, T> names) {
        return texts(key).stream().map(name -> resolve(key, name, names)).toList();
    }

    TeselaException unknown(String key, String value) {
        return wrong(at(key), "unknown " + key + " '" + value + "'");
    }

    private <T> T resolve(String key, String name, Map<String, T> names) {
        T value = names.get(name);
        if (value == null) {
            throw wrong(at(key), "nothing is named '" + name + "'; there are " + names.keySet());
        }
        return value;
    }

    private JsonNode array(String key) {
        return require(key, "an array", JsonNode::isArray);
    }

    private boolean isNull(String key) {
        read.add(key);
        JsonNode node = object.get(key);
        if (node == null) {
            throw wrong(path, "the key '" + key + "' is missing");
        }
        return node.isNull();
    }

    private JsonNode require(String key, String expected, Predicate<JsonNode> test) {
        read.add(key);
        JsonNode node = object.get(key);
        if (node == null) {
            throw wrong(path, "the key '" + key + "' is missing");
        }
        if (!test.test(node)) {
            throw wrong(at(key), "expected " + expected + " but found " + node);
        }
        return node;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static List<String> lowerCase(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static TeselaException wrong(String path, @Nullable String what) {
        return new TeselaException(
                ErrorCode.INCOMPATIBLE_STATE, (path.isEmpty() ? "the top level" : path) + ": " + what);
    }
}
