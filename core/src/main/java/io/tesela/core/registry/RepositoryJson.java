package io.tesela.core.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;

/**
 * The JSON form of an applied repository, as {@code docs/spec/registry.md} says it: keys in a fixed order, durations
 * and instants in ISO-8601. Equal repositories have equal texts.
 */
public final class RepositoryJson {
    /** The version that {@link #write} writes and the highest one that {@link #read} understands. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RepositoryJson() {}

    /** The text, indented by two spaces, with a line end at its end. */
    public static String write(AppliedRepository repository) {
        return print(RepositoryWriter.write(repository));
    }

    /** @throws TeselaException with code INCOMPATIBLE_STATE if the text is torn, of a newer format or otherwise wrong */
    public static AppliedRepository read(String text) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE, "it is no complete JSON document: " + e.getOriginalMessage(), e);
        }
        int version = root.path("formatVersion").asInt(0);
        if (version > FORMAT_VERSION) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "it has formatVersion " + version + ", but this program reads up to " + FORMAT_VERSION
                            + "; use the Tesela that wrote it or a newer one");
        }
        return RepositoryReader.read(root);
    }

    static String print(JsonNode tree) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }
}
