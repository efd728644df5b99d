package io.tesela.spark.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tesela.core.time.Micros;
import io.tesela.spark.source.StreamReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of one partition of a micro-batch: JSON lines, each with the reason and where the record is. The file
 * appears under its name at once when it is complete, and replaces the one of an earlier attempt.
 */
final class DeadLetterFile {
    /** More of a record's value than this is cut off. */
    static final int MOST_VALUE_BYTES = 16 * 1024;

    private static final Pattern NAME = Pattern.compile("part-(\\d+)\\.jsonl");
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final Path unfinished;
    private final boolean kafka;
    private @Nullable JsonGenerator generator;

    /** @param attempt tells the attempts of one task apart */
    DeadLetterFile(Path viewFolder, long batch, int part, long attempt, boolean kafka) {
        Path folder = batchFolder(viewFolder, batch);
        this.file = folder.resolve(fileName(part));
        this.unfinished = folder.resolve("." + fileName(part) + "." + attempt + ".tmp");
        this.kafka = kafka;
    }

    static Path batchFolder(Path viewFolder, long batch) {
        return viewFolder.resolve("batch=" + batch);
    }

    static String fileName(int part) {
        return "part-" + part + ".jsonl";
    }

    /**
     * Removes the files of partitions that an earlier attempt of the batch had and the last one had not.
     *
     * @param part the last attempt's highest partition
     */
    static void removeAbove(Path viewFolder, long batch, int part) {
        Path folder = batchFolder(viewFolder, batch);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && Integer.parseInt(name.group(1)) > part) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove old dead letters in " + folder, e);
        }
    }

    void add(Row record, long position, String reason) {
        try {
            JsonGenerator out = generator();
            out.writeStartObject();
            out.writeStringField("reason", reason);
            out.writeStringField(kafka ? "topic" : "file", record.getString(StreamReader.ORIGIN));
            out.writeNumberField(kafka ? "partition" : "splitStart", record.getLong(StreamReader.PART));
            out.writeNumberField(kafka ? "offset" : "line", position);
            if (!record.isNullAt(StreamReader.RECORD_MILLIS)) {
                long micros = record.getLong(StreamReader.RECORD_MILLIS) * 1_000;
                out.writeStringField("recordTime", Micros.toInstant(micros).toString());
            }
            writeValue(out, (byte @Nullable []) record.get(StreamReader.VALUE));
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write dead letters to " + unfinished, e);
        }
    }

    private static void writeValue(JsonGenerator out, byte @Nullable [] value) throws IOException {
        if (value == null) {
            out.writeNullField("value");
            return;
        }
        byte[] kept = value.length <= MOST_VALUE_BYTES ? value : Arrays.copyOf(value, MOST_VALUE_BYTES);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(kept))
                    .toString();
            out.writeStringField("value", text);
        } catch (CharacterCodingException e) {
            out.writeBinaryField("valueBase64", kept);
        }
        if (kept.length < value.length) {
            out.writeNumberField("valueBytes", value.length);
        }
    }

    private JsonGenerator generator() throws IOException {
        JsonGenerator open = generator;
        if (open == null) {
            Files.createDirectories(file.getParent());
            open = JSON.createGenerator(Files.newOutputStream(unfinished));
            open.setRootValueSeparator(null);
            generator = open;
        }
        return open;
    }

    /** Puts the file in its place. Without a dead letter, the one of an earlier attempt is removed. */
    void finish() {
        try {
            JsonGenerator open = generator;
            if (open == null) {
                Files.deleteIfExists(file);
                return;
            }
            open.close();
            generator = null;
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write dead letters to " + file, e);
        }
    }

    /** Removes what is unfinished. */
    void abandon() {
        JsonGenerator open = generator;
        if (open == null) {
            return;
        }
        generator = null;
        try {
            open.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + unfinished, e);
        }
    }
}
