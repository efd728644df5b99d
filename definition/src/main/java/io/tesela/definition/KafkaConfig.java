package io.tesela.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events in Kafka topics. The value of a record is one JSON object.
 *
 * @param bootstrapServers {@code host:port} pairs, separated by commas
 * @param startingOffsets where a job without a checkpoint starts
 * @param maxOffsetsPerTrigger the most records of one micro-batch, 0 for no limit
 * @param options further options of Spark's Kafka source, such as {@code kafka.security.protocol}
 */
public record KafkaConfig(
        List<String> topics,
        String bootstrapServers,
        StartingOffsets startingOffsets,
        long maxOffsetsPerTrigger,
        Map<String, String> options)
        implements StreamConfig {

    /** The bound on a micro-batch if none is said; it keeps the first batch after a long pause from being huge. */
    public static final long DEFAULT_MAX_OFFSETS_PER_TRIGGER = 1_000_000;

    /** Where a job without a checkpoint starts to read. */
    public enum StartingOffsets {
        EARLIEST,
        LATEST
    }

    public KafkaConfig {
        topics = List.copyOf(topics);
        options = Map.copyOf(options);
    }

    static KafkaConfig of(List<String> topics) {
        return new KafkaConfig(topics, "", StartingOffsets.EARLIEST, DEFAULT_MAX_OFFSETS_PER_TRIGGER, Map.of());
    }

    public KafkaConfig bootstrapServers(String... servers) {
        return new KafkaConfig(topics, String.join(",", servers), startingOffsets, maxOffsetsPerTrigger, options);
    }

    public KafkaConfig startingOffsets(StartingOffsets offsets) {
        return new KafkaConfig(topics, bootstrapServers, offsets, maxOffsetsPerTrigger, options);
    }

    public KafkaConfig maxOffsetsPerTrigger(long records) {
        return new KafkaConfig(topics, bootstrapServers, startingOffsets, records, options);
    }

    /** Adds one option of Spark's Kafka source. */
    public KafkaConfig option(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new KafkaConfig(topics, bootstrapServers, startingOffsets, maxOffsetsPerTrigger, more);
    }

    /** The servers one by one. */
    public List<String> servers() {
        List<String> servers = new ArrayList<>();
        for (String server : bootstrapServers.split(",", -1)) {
            if (!server.isBlank()) {
                servers.add(server.strip());
            }
        }
        return List.copyOf(servers);
    }
}
