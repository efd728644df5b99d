package io.tesela.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Features that a stream keeps fresh.
 *
 * @param sql a row-level SELECT over the source's name
 * @param timestampField the output column that holds the event time
 * @param aggregationInterval the length of a tile
 * @param triggerInterval how often the stream job writes; zero means without pause
 * @param batchSchedule the period of the batch jobs
 * @param maxBackfillInterval the longest span of one backfill job, or null to let the planner choose
 * @param ttl how long attributes are served, or null for ever
 */
public record StreamFeatureView(
        String name,
        StreamSource source,
        List<Entity> entities,
        String sql,
        String timestampField,
        List<Aggregation> aggregations,
        Duration aggregationInterval,
        StreamProcessingMode streamProcessingMode,
        AggregationLeadingEdge aggregationLeadingEdge,
        LeadingTile leadingTile,
        Duration triggerInterval,
        @Nullable Duration batchSchedule,
        @Nullable Instant featureStartTime,
        @Nullable Duration maxBackfillInterval,
        @Nullable Duration ttl,
        boolean online,
        boolean offline,
        String description,
        String owner,
        Map<String, String> tags)
        implements Selectable {

    public static final Duration DEFAULT_TRIGGER_INTERVAL = Duration.ofSeconds(30);

    /** How a stream job aggregates and when it writes. */
    public enum StreamProcessingMode {
        /** Partial aggregates per tile, written at each trigger. */
        TIME_INTERVAL,
        /** Each event as it arrives; windows are aggregated at request time. */
        CONTINUOUS
    }

    /** The instant at which windows end. */
    public enum AggregationLeadingEdge {
        /** The time of the request. */
        WALL_CLOCK_TIME,
        /** The latest event time that the view has processed. */
        LATEST_EVENT_TIME
    }

    /** Which tile a window ends with. */
    public enum LeadingTile {
        /** The last tile that has ended. */
        COMPLETE,
        /** The tile in progress. */
        RUNNING
    }

    public StreamFeatureView {
        entities = List.copyOf(entities);
        aggregations = List.copyOf(aggregations);
        tags = Map.copyOf(tags);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The features of all aggregations, in the order of their definition. */
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (Aggregation aggregation : aggregations) {
            for (Window window : aggregation.windows()) {
                String name = aggregation.featureName() != null
                        ? aggregation.featureName()
                        : FeatureNames.defaultName(
                                aggregation.column(),
                                aggregation.function(),
                                window,
                                aggregationInterval,
                                streamProcessingMode);
                features.add(new Feature(name, aggregation.column(), aggregation.function(), window));
            }
        }
        return List.copyOf(features);
    }

    /** The join keys of all entities, in order. */
    public List<Column> joinKeys() {
        return entities.stream().flatMap(entity -> entity.joinKeys().stream()).toList();
    }

    /** Chooses some of the view's features for a service. */
    public FeatureSelection features(String... names) {
        return new FeatureSelection(this, List.of(names), Map.of());
    }

    /** Lets requests to a service give the view's {@code joinKey} under the name {@code requestKey}. */
    public FeatureSelection joinKey(String joinKey, String requestKey) {
        return selection().joinKey(joinKey, requestKey);
    }

    @Override
    public FeatureSelection selection() {
        return new FeatureSelection(this, List.of(), Map.of());
    }

    /** Collects the parts of a {@link StreamFeatureView}. */
    public static final class Builder {
        private final String name;
        private @Nullable StreamSource source;
        private List<Entity> entities = List.of();
        private String sql = "";
        private @Nullable String timestampField;
        private final List<Aggregation> aggregations = new ArrayList<>();
        private Duration aggregationInterval = Duration.ZERO;
        private StreamProcessingMode streamProcessingMode = StreamProcessingMode.TIME_INTERVAL;
        private AggregationLeadingEdge aggregationLeadingEdge = AggregationLeadingEdge.WALL_CLOCK_TIME;
        private LeadingTile leadingTile = LeadingTile.COMPLETE;
        private Duration triggerInterval = DEFAULT_TRIGGER_INTERVAL;
        private @Nullable Duration batchSchedule;
        private @Nullable String featureStartTime;
        private @Nullable Duration maxBackfillInterval;
        private @Nullable Duration ttl;
        private boolean online;
        private boolean offline;
        private String description = "";
        private String owner = "";
        private final Map<String, String> tags = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder source(StreamSource stream) {
            this.source = stream;
            return this;
        }

        public Builder entities(Entity... all) {
            this.entities = List.of(all);
            return this;
        }

        /** A row-level SELECT whose FROM names the source. */
        public Builder sql(String text) {
            this.sql = text;
            return this;
        }

        /** The output column that holds the event time; the source's timestamp field if not said. */
        public Builder timestampField(String column) {
            this.timestampField = column;
            return this;
        }

        public Builder aggregate(Aggregation... all) {
            aggregations.addAll(List.of(all));
            return this;
        }

        /** The length of a tile, at least one second; every window is a multiple of it. */
        public Builder aggregationInterval(Duration interval) {
            this.aggregationInterval = interval;
            return this;
        }

        public Builder streamProcessingMode(StreamProcessingMode mode) {
            this.streamProcessingMode = mode;
            return this;
        }

        public Builder aggregationLeadingEdge(AggregationLeadingEdge edge) {
            this.aggregationLeadingEdge = edge;
            return this;
        }

        public Builder leadingTile(LeadingTile tile) {
            this.leadingTile = tile;
            return this;
        }

        /** How often the stream job writes; {@link Duration#ZERO} for without pause. */
        public Builder triggerInterval(Duration interval) {
            this.triggerInterval = interval;
            return this;
        }

        public Builder batchSchedule(Duration period) {
            this.batchSchedule = period;
            return this;
        }

        /** The earliest event time that features use, as an ISO-8601 instant. */
        public Builder featureStartTime(String instant) {
            this.featureStartTime = instant;
            return this;
        }

        public Builder maxBackfillInterval(Duration span) {
            this.maxBackfillInterval = span;
            return this;
        }

        public Builder ttl(Duration age) {
            this.ttl = age;
            return this;
        }

        public Builder online() {
            this.online = true;
            return this;
        }

        public Builder offline() {
            this.offline = true;
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

        /** @throws DefinitionException if the view is wrong; the exception lists every problem */
        public StreamFeatureView build() {
            StreamSource stream = source == null ? Checks.MISSING_SOURCE : source;
            StreamFeatureView view = new StreamFeatureView(
                    name,
                    stream,
                    entities,
                    sql,
                    timestampField == null ? stream.timestampField() : timestampField,
                    aggregations,
                    aggregationInterval,
                    streamProcessingMode,
                    aggregationLeadingEdge,
                    leadingTile,
                    triggerInterval,
                    batchSchedule,
                    Checks.parseInstant(featureStartTime),
                    maxBackfillInterval,
                    ttl,
                    online,
                    offline,
                    description,
                    owner,
                    tags);
            Problems.report(Checks.view(view, featureStartTime));
            return view;
        }
    }
}
