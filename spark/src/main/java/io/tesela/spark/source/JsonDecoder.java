package io.tesela.spark.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.DataType.Array;
import io.tesela.definition.DataType.Primitive;
import io.tesela.definition.Schema;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record's bytes, one JSON object in UTF-8, into the values of the source's columns. Strict: a value that does
 * not have its column's type is refused, never converted. Not safe for use by several threads.
 */
public final class JsonDecoder {
    private static final int SHOWN_CHARACTERS = 60;

    private final JsonFactory factory =
            JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();
    private final List<Column> columns;
    private final Map<String, Integer> positions = new HashMap<>();
    private final int timestampPosition;
    private final boolean[] seen;

    /** @param timestampField the column that no event may be without */
    public JsonDecoder(Schema schema, String timestampField) {
        this.columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).name(), i);
        }
        this.timestampPosition = schema.indexOf(timestampField);
        this.seen = new boolean[columns.size()];
    }

    /**
     * Decodes one record.
     *
     * @param into receives one value a column, null where the object has none: INT32 Integer, INT64 Long, FLOAT32 Float,
     *     FLOAT64 Double, STRING String, BOOLEAN Boolean, TIMESTAMP Long (microseconds since the epoch), an array Object[]
     * @return why the record cannot be decoded, or null if it has been
     */
    public @Nullable String decode(byte @Nullable [] record, @Nullable Object[] into) {
        if (record == null) {
            return "the record has no value";
        }
        Arrays.fill(into, null);
        Arrays.fill(seen, false);
        try (JsonParser parser = factory.createParser(record)) {
            decodeObject(parser, into);
        } catch (WrongValue e) {
            return e.getMessage();
        } catch (JsonProcessingException e) {
            return "not valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("") + " at byte "
                    + e.getLocation().getByteOffset();
        } catch (CharacterCodingException e) {
            return "not valid UTF-8: " + e.getMessage();
        } catch (IOException e) {
            return "not valid JSON: " + e.getMessage();
        }
        if (timestampPosition >= 0 && into[timestampPosition] == null) {
            return "column '" + columns.get(timestampPosition).name() + "': the event has no timestamp";
        }
        return null;
    }

    private void decodeObject(JsonParser parser, @Nullable Object[] into) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WrongValue("expected one JSON object, got " + shown(parser));
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            Integer position = positions.get(field);
            JsonToken token = parser.nextToken();
            if (position == null) {
                parser.skipChildren();
                continue;
            }
            if (seen[position]) {
                throw new WrongValue("column '" + field + "': it occurs twice in the object");
            }
            seen[position] = true;
            if (token != JsonToken.VALUE_NULL) {
                into[position] = value(
                        parser, columns.get(position), columns.get(position).type());
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new WrongValue("not valid JSON: the object is not closed");
        }
        if (parser.nextToken() != null) {
            throw new WrongValue("expected one JSON object, got more after it: " + shown(parser));
        }
    }

    private Object value(JsonParser parser, Column column, DataType type) throws IOException {
        if (type instanceof Array array) {
            return array(parser, column, array.element());
        }
        Object value = primitive(parser, (Primitive) type);
        if (value == null) {
            throw new WrongValue(
                    "column '" + column.name() + "': expected " + column.type().label() + ", got " + shown(parser));
        }
        return value;
    }

    private @Nullable Object[] array(JsonParser parser, Column column, DataType element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new WrongValue(
                    "column '" + column.name() + "': expected " + column.type().label() + ", got " + shown(parser));
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(token == JsonToken.VALUE_NULL ? null : value(parser, column, element));
        }
        return elements.toArray();
    }

    /** The value, or null if the token is none of the type. */
    private static @Nullable Object primitive(JsonParser parser, Primitive type) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (type) {
            case INT32 -> isInteger(parser, JsonParser.NumberType.INT) ? (Object) parser.getIntValue() : null;
            case INT64 -> int64(parser, token);
            case FLOAT32 ->
                finite(token, parser) && Float.isFinite(parser.getFloatValue())
                        ? (Object) parser.getFloatValue()
                        : null;
            case FLOAT64 -> finite(token, parser) ? (Object) parser.getDoubleValue() : null;
            case STRING -> token == JsonToken.VALUE_STRING ? wellFormed(parser.getText()) : null;
            case BOOLEAN -> token.isBoolean() ? (Object) parser.getBooleanValue() : null;
            case TIMESTAMP -> timestamp(parser, token);
        };
    }

    private static boolean isInteger(JsonParser parser, JsonParser.NumberType most) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType().compareTo(most) <= 0;
    }

    private static boolean finite(JsonToken token, JsonParser parser) throws IOException {
        return token.isNumeric() && Double.isFinite(parser.getDoubleValue());
    }

    /** A number or, as JSON numbers are often read as doubles, its decimal digits as a string. */
    private static @Nullable Object int64(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            try {
                return text.startsWith("+") ? null : (Object) Long.parseLong(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return isInteger(parser, JsonParser.NumberType.LONG) ? (Object) parser.getLongValue() : null;
    }

    private static @Nullable Object timestamp(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            long micros = Timestamps.parse(parser.getText());
            return micros == Timestamps.INVALID ? null : (Object) micros;
        }
        if (!isInteger(parser, JsonParser.NumberType.LONG)) {
            return null;
        }
        long micros = Timestamps.ofEpochMillis(parser.getLongValue());
        return micros == Timestamps.INVALID ? null : (Object) micros;
    }

    private static @Nullable String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return null;
            }
        }
        return text;
    }

    private static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "string \"" + shortened(parser.getText()) + "\"";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + shortened(parser.getText());
            default -> shortened(parser.getText());
        };
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    /** A record is JSON, but not what the schema says. */
    private static final class WrongValue extends IOException {
        private static final long serialVersionUID = 1L;

        WrongValue(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
