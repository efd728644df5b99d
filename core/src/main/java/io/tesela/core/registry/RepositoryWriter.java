package io.tesela.core.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.tesela.definition.StreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns definitions into JSON trees with their keys in a fixed order. */
final class RepositoryWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RepositoryWriter() {}

    static ObjectNode write(AppliedRepository repository) {
        Repository reached = repository.definitions();
        ObjectNode node = NODES.objectNode();
        node.put("formatVersion", RepositoryJson.FORMAT_VERSION);
        node.put("workspace", repository.workspace());
        node.put("version", repository.version());
        node.put("appliedAt", repository.appliedAt().toString());
        node.set("entities", array(reached.entities(), RepositoryWriter::entity));
        node.set("streamSources", array(reached.sources(), RepositoryWriter::source));
        node.set("streamFeatureViews", array(repository.views(), RepositoryWriter::appliedView));
        node.set("featureServices", array(repository.services(), RepositoryWriter::service));
        return node;
    }

    static ObjectNode entity(Entity entity) {
        ObjectNode node = NODES.objectNode();
        node.put("name", entity.name());
        node.set("joinKeys", array(entity.joinKeys(), RepositoryWriter::column));
        node.put("description", entity.description());
        return node;
    }

    static ObjectNode source(StreamSource source) {
        ObjectNode node = NODES.objectNode();
        node.put("name", source.name());
        node.set("stream", stream(source.streamConfig()));
        node.set("batch", source.batchConfig() == null ? NODES.nullNode() : batch(source.batchConfig()));
        node.set("columns", array(source.schema().columns(), RepositoryWriter::column));
        node.put("timestampField", source.timestampField());
        node.put("watermarkDelayThreshold", text(source.watermarkDelayThreshold()));
        node.put("futureTolerance", source.futureTolerance().toString());
        node.set("deduplicationColumns", texts(source.deduplicationColumns()));
        node.put("description", source.description());
        node.put("owner", source.owner());
        node.set("tags", map(source.tags()));
        return node;
    }

    static ObjectNode view(StreamFeatureView view) {
        ObjectNode node = NODES.objectNode();
        node.put("name", view.name());
        node.put("source", view.source().name());
        node.set("entities", texts(view.entities().stream().map(Entity::name).toList()));
        node.put("sql", view.sql());
        node.put("timestampField", view.timestampField());
        node.set("aggregations", array(view.aggregations(), RepositoryWriter::aggregation));
        node.put("aggregationInterval", view.aggregationInterval().toString());
        node.put("streamProcessingMode", lowerCase(view.streamProcessingMode()));
        node.put("aggregationLeadingEdge", lowerCase(view.aggregationLeadingEdge()));
        node.put("leadingTile", lowerCase(view.leadingTile()));
        node.put("triggerInterval", view.triggerInterval().toString());
        node.put("batchSchedule", text(view.batchSchedule()));
        node.put(
                "featureStartTime",
                view.featureStartTime() == null ? null : view.featureStartTime().toString());
        node.put("maxBackfillInterval", text(view.maxBackfillInterval()));
        node.put("ttl", text(view.ttl()));
        node.put("online", view.online());
        node.put("offline", view.offline());
        node.put("description", view.description());
        node.put("owner", view.owner());
        node.set("tags", map(view.tags()));
        return node;
    }

    static ObjectNode service(FeatureService service) {
        ObjectNode node = NODES.objectNode();
        node.put("name", service.name());
        node.set("features", array(service.selections(), RepositoryWriter::selection));
        node.put("description", service.description());
        return node;
    }

    private static ObjectNode appliedView(AppliedView applied) {
        ObjectNode node = view(applied.view());
        node.put("tableId", applied.tableId());
        node.set("output", array(applied.output().columns(), RepositoryWriter::column));
        return node;
    }

    private static ObjectNode selection(FeatureSelection selection) {
        ObjectNode node = NODES.objectNode();
        node.put("view", selection.view().name());
        node.set("features", texts(selection.features()));
        node.set("joinKeyNames", map(selection.joinKeyNames()));
        return node;
    }

    private static ObjectNode column(Column column) {
        return NODES.objectNode()
                .put("name", column.name())
                .put("type", column.type().label());
    }

    private static ObjectNode stream(StreamConfig config) {
        ObjectNode node = NODES.objectNode();
        if (config instanceof KafkaConfig kafka) {
            node.put("kind", "kafka");
            node.set("topics", texts(kafka.topics()));
            node.put("bootstrapServers", kafka.bootstrapServers());
            node.put("startingOffsets", lowerCase(kafka.startingOffsets()));
            node.put("maxOffsetsPerTrigger", kafka.maxOffsetsPerTrigger());
            node.set("options", map(kafka.options()));
        } else if (config instanceof FileStreamConfig files) {
            node.put("kind", "files");
            node.put("folder", files.folder());
            node.put("maxFilesPerTrigger", files.maxFilesPerTrigger());
        } else {
            throw new IllegalStateException("No JSON form for " + config);
        }
        return node;
    }

    private static ObjectNode batch(BatchConfig config) {
        if (config instanceof FileConfig files) {
            return NODES.objectNode()
                    .put("kind", "files")
                    .put("path", files.path())
                    .put("format", lowerCase(files.format()))
                    .put("dataDelay", files.dataDelay().toString());
        }
        throw new IllegalStateException("No JSON form for " + config);
    }

    private static ObjectNode aggregation(Aggregation aggregation) {
        ObjectNode node = NODES.objectNode();
        node.put("column", aggregation.column());
        node.set("function", function(aggregation.function()));
        node.set("windows", array(aggregation.windows(), RepositoryWriter::window));
        node.put("featureName", aggregation.featureName());
        return node;
    }

    private static ObjectNode function(AggregationFunction function) {
        ObjectNode node = NODES.objectNode();
        if (function instanceof Simple simple) {
            return node.put("kind", lowerCase(simple));
        }
        if (function instanceof LastN last) {
            return node.put("kind", "last_n").put("n", last.n());
        }
        if (function instanceof FirstN first) {
            return node.put("kind", "first_n").put("n", first.n());
        }
        if (function instanceof LastDistinct last) {
            return node.put("kind", "last_distinct").put("n", last.n());
        }
        if (function instanceof FirstDistinct first) {
            return node.put("kind", "first_distinct").put("n", first.n());
        }
        if (function instanceof ApproxCountDistinct distinct) {
            return node.put("kind", "approx_count_distinct").put("precision", distinct.precision());
        }
        if (function instanceof ApproxPercentile percentile) {
            return node.put("kind", "approx_percentile")
                    .put("percentile", percentile.percentile())
                    .put("precision", percentile.precision());
        }
        throw new IllegalStateException("No JSON form for " + function);
    }

    private static ObjectNode window(Window window) {
        ObjectNode node = NODES.objectNode();
        if (window instanceof TimeWindow time) {
            return node.put("kind", "window")
                    .put("size", time.size().toString())
                    .put("offset", time.offset().toString());
        }
        WindowSeries series = (WindowSeries) window;
        return node.put("kind", "series")
                .put("start", series.start().toString())
                .put("end", series.end().toString())
                .put("step", series.step().toString())
                .put("size", series.size().toString());
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> ArrayNode array(List<T> values, Function<T, ObjectNode> element) {
        ArrayNode node = NODES.arrayNode();
        values.forEach(value -> node.add(element.apply(value)));
        return node;
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode node = NODES.arrayNode();
        values.forEach(node::add);
        return node;
    }

    private static ObjectNode map(Map<String, String> values) {
        ObjectNode node = NODES.objectNode();
        new TreeMap<>(values).forEach(node::put);
        return node;
    }
}
