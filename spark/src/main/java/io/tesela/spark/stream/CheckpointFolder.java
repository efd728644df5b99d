package io.tesela.spark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.time.Micros;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A job's checkpoint: Spark's logs, which are only read here, and beside them a fingerprint of what the query means. */
final class CheckpointFolder {
    private static final String FINGERPRINT = "tesela-fingerprint.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    /** The last micro-batch that was planned, or -1. */
    long lastPlanned() {
        return lastNumber(folder.resolve("offsets"));
    }

    private static long lastNumber(Path log) {
        if (!Files.isDirectory(log)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + log, e);
        }
    }

    /** The instants that Spark logged when it planned the batch, before it ran it for the first time. */
    BatchTimes times(long batch) {
        Path log = folder.resolve("offsets").resolve(Long.toString(batch));
        try {
            List<String> lines = Files.readAllLines(log);
            JsonNode metadata = JSON.readTree(lines.get(1));
            return new BatchTimes(
                    batch,
                    millis(log, metadata, "batchWatermarkMs") * 1_000,
                    millis(log, metadata, "batchTimestampMs") * 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log of batch " + batch + " in " + log, e);
        }
    }

    private static long millis(Path log, JsonNode metadata, String field) {
        JsonNode value = metadata.get(field);
        if (value == null || !value.isIntegralNumber()) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "The checkpoint's log " + log + " has no number '" + field
                            + "'; it was written by another version of" + " Spark");
        }
        return value.longValue();
    }

    /**
     * Holds what the query means now against what it meant when the checkpoint was begun; a new checkpoint is begun with
     * it.
     *
     * @param newId names a new checkpoint
     * @return the checkpoint's id
     * @throws TeselaException with code INCOMPATIBLE_STATE if they differ, or if the checkpoint does not say
     */
    String open(Map<String, String> meaning, String newId, String view) {
        Path file = folder.resolve(FINGERPRINT);
        if (!Files.exists(file)) {
            if (lastPlanned() >= 0) {
                throw refused(view, "it has no " + FINGERPRINT + ", so nobody knows what its state means");
            }
            begin(file, meaning, newId);
            return newId;
        }
        Map<String, String> known = read(file);
        String id = known.getOrDefault("checkpoint", "");
        known.remove("checkpoint");
        if (!known.equals(meaning)) {
            throw refused(view, differences(known, meaning));
        }
        return id;
    }

    private TeselaException refused(String view, String reason) {
        return new TeselaException(
                ErrorCode.INCOMPATIBLE_STATE,
                "The checkpoint " + folder + " does not fit stream feature view '" + view + "': " + reason
                        + ". Undo the change, or rebuild the view from what its stream still holds: tesela stream --rebuild "
                        + view);
    }

    private static String differences(Map<String, String> known, Map<String, String> meaning) {
        TreeSet<String> fields = new TreeSet<>(known.keySet());
        fields.addAll(meaning.keySet());
        fields.removeIf(field -> known.getOrDefault(field, "nothing").equals(meaning.getOrDefault(field, "nothing")));
        return String.join(
                "; ",
                fields.stream()
                        .map(field -> field + " was '" + known.getOrDefault(field, "nothing") + "' and is '"
                                + meaning.getOrDefault(field, "nothing") + "'")
                        .toList());
    }

    private void begin(Path file, Map<String, String> meaning, String id) {
        Map<String, String> content = new TreeMap<>(meaning);
        content.put("checkpoint", id);
        Path unfinished = folder.resolve(FINGERPRINT + ".tmp");
        try {
            Files.createDirectories(folder);
            JSON.writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static Map<String, String> read(Path file) {
        try {
            Map<String, String> content = new TreeMap<>();
            JSON.readTree(file.toFile())
                    .properties()
                    .forEach(e -> content.put(e.getKey(), e.getValue().asText()));
            return content;
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE, "Cannot read the fingerprint " + file + ": " + e, e);
        }
    }

    /** An instant in microseconds, for messages; none for the watermark before the first event. */
    static String shown(long micros) {
        return micros <= 0 ? "none" : Micros.toInstant(micros).toString();
    }
}
