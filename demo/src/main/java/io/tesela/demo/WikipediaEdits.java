package io.tesela.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The edits of 2015-09-12, a sample of Wikipedia's public stream, ordered by time. The file comes with Apache Druid
 * (Apache-2.0); its license lies beside it.
 */
final class WikipediaEdits {
    /** The number of edits. */
    static final int COUNT = 39_244;

    private static final String RESOURCE = "events/wikipedia/wikiticker-2015-09-12-sampled.json.gz";
    private static final ObjectMapper JSON = new ObjectMapper();

    private WikipediaEdits() {}

    /** All edits, read as the stream goes on. The caller closes it. */
    static Stream<Edit> read() {
        try {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(resource(), 1 << 16), StandardCharsets.UTF_8));
            return lines.lines().map(WikipediaEdits::parse).onClose(() -> close(lines));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the edits " + RESOURCE, failure);
        }
    }

    /** Writes the file as it is, gzipped JSON lines. */
    static void copyTo(Path file) {
        try (InputStream edits = resource()) {
            Files.copy(edits, file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot copy the edits to " + file, failure);
        }
    }

    static Edit parse(String line) {
        try {
            JsonNode edit = JSON.readTree(line);
            return new Edit(
                    Instant.parse(edit.required("time").asText()),
                    edit.required("user").asText(),
                    edit.required("channel").asText(),
                    edit.required("page").asText(),
                    line);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException("Not an edit: " + line, failure);
        }
    }

    private static InputStream resource() {
        InputStream edits = WikipediaEdits.class.getResourceAsStream(RESOURCE);
        if (edits == null) {
            throw new TeselaException(
                    ErrorCode.INTERNAL, "The demo was built without " + RESOURCE + "; build it again with Maven");
        }
        return edits;
    }

    private static void close(BufferedReader lines) {
        try {
            lines.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
