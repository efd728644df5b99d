package io.tesela.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events together with its history.
 *
 * @param timestampField the column that holds the event time
 * @param watermarkDelayThreshold how late an event may be and still surely count; null accepts all late events
 * @param futureTolerance how far past the wall clock an event time may lie before the event is dead-lettered
 * @param deduplicationColumns of rows equal in these columns within the watermark delay, one counts; empty for none
 */
public record StreamSource(
        String name,
        StreamConfig streamConfig,
        @Nullable BatchConfig batchConfig,
        Schema schema,
        String timestampField,
        @Nullable Duration watermarkDelayThreshold,
        Duration futureTolerance,
        List<String> deduplicationColumns,
        String description,
        String owner,
        Map<String, String> tags) {

    public static final Duration DEFAULT_FUTURE_TOLERANCE = Duration.ofMinutes(10);

    public StreamSource {
        deduplicationColumns = List.copyOf(deduplicationColumns);
        tags = Map.copyOf(tags);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts of a {@link StreamSource}. */
    public static final class Builder {
        private final String name;
        private @Nullable StreamConfig streamConfig;
        private @Nullable BatchConfig batchConfig;
        private final List<Column> columns = new ArrayList<>();
        private String timestampField = "";
        private @Nullable Duration watermarkDelayThreshold;
        private boolean latenessSaid;
        private Duration futureTolerance = DEFAULT_FUTURE_TOLERANCE;
        private List<String> deduplicationColumns = List.of();
        private String description = "";
        private String owner = "";
        private final Map<String, String> tags = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder streamConfig(StreamConfig config) {
            this.streamConfig = config;
            return this;
        }

        public Builder batchConfig(BatchConfig config) {
            this.batchConfig = config;
            return this;
        }

        /** Adds a column of the events' schema. A field of an event that is no column is ignored. */
        public Builder column(String column, DataType type) {
            columns.add(new Column(column, type));
            return this;
        }

        /** The column that holds the event time; its type is TIMESTAMP, and it need not be declared as a column too. */
        public Builder timestampField(String column) {
            this.timestampField = column;
            return this;
        }

        /** Events up to this much older than the latest event surely count; older ones may be dropped, counted. */
        public Builder watermarkDelayThreshold(Duration delay) {
            this.watermarkDelayThreshold = delay;
            this.latenessSaid = true;
            return this;
        }

        /** No event is too late. The job's state grows without bound. */
        public Builder acceptAllLateEvents() {
            this.watermarkDelayThreshold = null;
            this.latenessSaid = true;
            return this;
        }

        public Builder futureTolerance(Duration tolerance) {
            this.futureTolerance = tolerance;
            return this;
        }

        public Builder deduplicationColumns(String... names) {
            this.deduplicationColumns = List.of(names);
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        public Builder owner(String name) {
            this.owner = name;
            return this;
        }

        public Builder tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        /** @throws DefinitionException if the source is wrong; the exception lists every problem */
        public StreamSource build() {
            StreamConfig config = streamConfig == null ? FileStreamConfig.json("") : streamConfig;
            StreamSource source = new StreamSource(
                    name,
                    config,
                    batchConfig,
                    SourceChecks.withTimestamp(new Schema(columns), timestampField),
                    timestampField,
                    watermarkDelayThreshold,
                    futureTolerance,
                    deduplicationColumns,
                    description,
                    owner,
                    tags);
            Problems.report(Checks.source(source, streamConfig != null, latenessSaid));
            return source;
        }
    }
}
