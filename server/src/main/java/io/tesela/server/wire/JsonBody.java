package io.tesela.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the values of a request body, each problem as an INVALID_ARGUMENT that names the field. */
final class JsonBody implements AutoCloseable {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_CHARACTERS = 100;
    private static final int SHOWN_CHARACTERS = 100;
    private static final String EMPTY = "The body is empty; expected a JSON object such as {\"params\": {…}}";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARACTERS)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** A part of the body that is being read. */
    interface Fields {
        /** Reads the value of one field; the parser stands on its first token and has to end on its last. */
        void field(String name) throws IOException;
    }

    /** Something that reads. */
    interface Reading<T> {
        T read(JsonBody body) throws IOException;
    }

    private final JsonParser parser;

    private JsonBody(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a whole body, which has to be one JSON object. */
    static <T> T read(byte[] bytes, Reading<T> reading) {
        if (bytes.length == 0) {
            throw wrong(EMPTY);
        }
        checkUtf8(bytes);
        try (JsonBody body = new JsonBody(JSON.createParser(bytes))) {
            if (body.parser.nextToken() == null) {
                throw wrong(EMPTY);
            }
            T result = reading.read(body);
            if (body.parser.nextToken() != null) {
                throw wrong("The body goes on after the JSON object" + body.position());
            }
            return result;
        } catch (JsonProcessingException e) {
            throw wrong("The body is not well-formed JSON: " + firstLine(e.getOriginalMessage()) + position(e));
        } catch (IOException e) {
            throw wrong("The body is not well-formed JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static void checkUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                    return;
                } catch (CharacterCodingException e) {
                    throw wrong("The body is not UTF-8");
                }
            }
        }
    }

    /**
     * Reads the fields of an object; a null counts as an object without fields.
     *
     * @param path names the field in messages; empty for the whole body
     */
    void object(String path, Fields fields) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw takes(path, "an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.field(name);
        }
    }

    /** Calls {@code element} for each element of an array, with the parser on the element's first token. */
    void array(String path, Fields element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw takes(path, "an array");
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.field(path + "[" + index++ + "]");
        }
    }

    @Nullable String text(String path) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText();
            default -> throw takes(path, "a string");
        };
    }

    /** A null counts as false, as in Protocol Buffers. */
    boolean flag(String path) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw takes(path, "true or false");
        };
    }

    /** String, Long, BigInteger, Double, Boolean or null. */
    @Nullable Object scalar(String path) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> (Object) parser.getLongValue();
                    default -> parser.getBigIntegerValue();
                };
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw takes(path, "a single value");
        };
    }

    /** Passes over the value. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    private TeselaException takes(String path, String expected) throws IOException {
        String where = path.isEmpty() ? "The body" : "Field " + path;
        return wrong(where + " takes " + expected + ", not " + given() + position());
    }

    private String given() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the string \"" + shown(parser.getText()) + "\"";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shown(parser.getText());
            default -> shown(parser.getText());
        };
    }

    private String position() {
        var location = parser.currentTokenLocation();
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String position(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** What the parser says, without the names of its settings. */
    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return shown(line.replaceAll(", from `[^`]*`", ""));
    }

    static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    static TeselaException wrong(String message) {
        return new TeselaException(ErrorCode.INVALID_ARGUMENT, message);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
