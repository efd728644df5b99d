package io.tesela.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.tesela.definition.Aggregation;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.BatchConfig;
import io.tesela.definition.Column;
import io.tesela.definition.Entity;
import io.tesela.definition.FeatureSelection;
import io.tesela.definition.FeatureService;
import io.tesela.definition.FileConfig;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamFeatureView.AggregationLeadingEdge;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns the JSON trees of {@link RepositoryWriter} back into definitions. */
final class RepositoryReader {
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final Map<String, StreamSource> sources = new LinkedHashMap<>();
    private final Map<String, StreamFeatureView> views = new LinkedHashMap<>();

    private RepositoryReader() {}

    static AppliedRepository read(JsonNode root) {
        return JsonFields.read(root, "", new RepositoryReader()::repository);
    }

    private AppliedRepository repository(JsonFields fields) {
        int unused = fields.integer("formatVersion");
        fields.objects("entities", RepositoryReader::entity).forEach(e -> entities.put(e.name(), e));
        fields.objects("streamSources", RepositoryReader::source).forEach(s -> sources.put(s.name(), s));
        return new AppliedRepository(
                fields.text("workspace"),
                fields.longInteger("version"),
                fields.instant("appliedAt"),
                fields.objects("streamFeatureViews", this::appliedView),
                fields.objects("featureServices", this::service));
    }

    private static Entity entity(JsonFields fields) {
        return new Entity(
                fields.text("name"), fields.objects("joinKeys", RepositoryReader::column), fields.text("description"));
    }

    private static StreamSource source(JsonFields fields) {
        return new StreamSource(
                fields.text("name"),
                fields.object("stream", RepositoryReader::stream),
                fields.objectOrNull("batch", RepositoryReader::batch),
                new Schema(fields.objects("columns", RepositoryReader::column)),
                fields.text("timestampField"),
                fields.durationOrNull("watermarkDelayThreshold"),
                fields.duration("futureTolerance"),
                fields.texts("deduplicationColumns"),
                fields.text("description"),
                fields.text("owner"),
                fields.textMap("tags"));
    }

    private AppliedView appliedView(JsonFields fields) {
        StreamFeatureView view = view(fields);
        views.put(view.name(), view);
        return new AppliedView(
                view, fields.integer("tableId"), new Schema(fields.objects("output", RepositoryReader::column)));
    }

    private StreamFeatureView view(JsonFields fields) {
        return new StreamFeatureView(
                fields.text("name"),
                fields.reference("source", sources),
                fields.references("entities", entities),
                fields.text("sql"),
                fields.text("timestampField"),
                fields.objects("aggregations", RepositoryReader::aggregation),
                fields.duration("aggregationInterval"),
                fields.constant("streamProcessingMode", StreamProcessingMode.class),
                fields.constant("aggregationLeadingEdge", AggregationLeadingEdge.class),
                fields.constant("leadingTile", LeadingTile.class),
                fields.duration("triggerInterval"),
                fields.durationOrNull("batchSchedule"),
                fields.instantOrNull("featureStartTime"),
                fields.durationOrNull("maxBackfillInterval"),
                fields.durationOrNull("ttl"),
                fields.bool("online"),
                fields.bool("offline"),
                fields.text("description"),
                fields.text("owner"),
                fields.textMap("tags"));
    }

    private FeatureService service(JsonFields fields) {
        return new FeatureService(
                fields.text("name"), fields.objects("features", this::selection), fields.text("description"));
    }

    private FeatureSelection selection(JsonFields fields) {
        return new FeatureSelection(
                fields.reference("view", views), fields.texts("features"), fields.textMap("joinKeyNames"));
    }

    private static Column column(JsonFields fields) {
        return new Column(fields.text("name"), fields.type("type"));
    }

    private static StreamConfig stream(JsonFields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "kafka" ->
                new KafkaConfig(
                        fields.texts("topics"),
                        fields.text("bootstrapServers"),
                        fields.constant("startingOffsets", KafkaConfig.StartingOffsets.class),
                        fields.longInteger("maxOffsetsPerTrigger"),
                        fields.textMap("options"));
            case "files" -> new FileStreamConfig(fields.text("folder"), fields.integer("maxFilesPerTrigger"));
            default -> throw fields.unknown("kind", kind);
        };
    }

    private static BatchConfig batch(JsonFields fields) {
        String kind = fields.text("kind");
        if (kind.equals("files")) {
            return new FileConfig(
                    fields.text("path"),
                    fields.constant("format", FileConfig.Format.class),
                    fields.duration("dataDelay"));
        }
        throw fields.unknown("kind", kind);
    }

    private static Aggregation aggregation(JsonFields fields) {
        return new Aggregation(
                fields.text("column"),
                fields.object("function", RepositoryReader::function),
                fields.objects("windows", RepositoryReader::window),
                fields.textOrNull("featureName"));
    }

    private static AggregationFunction function(JsonFields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "last_n" -> new LastN(fields.integer("n"));
            case "first_n" -> new FirstN(fields.integer("n"));
            case "last_distinct" -> new LastDistinct(fields.integer("n"));
            case "first_distinct" -> new FirstDistinct(fields.integer("n"));
            case "approx_count_distinct" -> new ApproxCountDistinct(fields.integer("precision"));
            case "approx_percentile" -> new ApproxPercentile(fields.number("percentile"), fields.integer("precision"));
            default -> fields.constant("kind", Simple.class);
        };
    }

    private static Window window(JsonFields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "window" -> new TimeWindow(fields.duration("size"), fields.duration("offset"));
            case "series" ->
                new WindowSeries(
                        fields.duration("start"),
                        fields.duration("end"),
                        fields.duration("step"),
                        fields.duration("size"));
            default -> throw fields.unknown("kind", kind);
        };
    }
}
