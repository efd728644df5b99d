package io.tesela.core.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.registry.RepositoryPlan.Action;
import io.tesela.core.registry.RepositoryPlan.Change;
import io.tesela.definition.Aggregation;
import io.tesela.definition.Entity;
import io.tesela.definition.FeatureNames;
import io.tesela.definition.FeatureSelection;
import io.tesela.definition.FeatureService;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.KafkaConfig.StartingOffsets;
import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import io.tesela.definition.Window.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds out what becomes of every object of the current and of the desired repository. */
final class PlanChanges {
    private final AppliedRepository current;
    private final Map<String, Schema> outputs;
    private final List<Change> changes = new ArrayList<>();

    private PlanChanges(AppliedRepository current, Map<String, Schema> outputs) {
        this.current = current;
        this.outputs = outputs;
    }

    /** @param outputs the columns that each desired view's transformation gives */
    static List<Change> between(AppliedRepository current, Repository desired, Map<String, Schema> outputs) {
        PlanChanges changes = new PlanChanges(current, outputs);
        Repository old = current.definitions();
        changes.compare("entity", old.entities(), desired.entities(), Entity::name, RepositoryWriter::entity);
        changes.compare(
                "stream source", old.sources(), desired.sources(), StreamSource::name, RepositoryWriter::source);
        changes.compare(
                "stream feature view", old.views(), desired.views(), StreamFeatureView::name, PlanChanges::readable);
        changes.compare(
                "feature service", old.services(), desired.services(), FeatureService::name, PlanChanges::readable);
        return changes.changes;
    }

    /** Sources whose servers changed: the plan takes the new ones for the same cluster. */
    static List<Problem> movedServers(Repository old, Repository desired) {
        List<Problem> warnings = new ArrayList<>();
        Map<String, StreamSource> before = byName(old.sources(), StreamSource::name);
        for (StreamSource source : desired.sources()) {
            StreamSource same = before.get(source.name());
            if (same != null
                    && same.streamConfig() instanceof KafkaConfig then
                    && source.streamConfig() instanceof KafkaConfig now
                    && !new TreeSet<>(then.servers()).equals(new TreeSet<>(now.servers()))) {
                warnings.add(new Problem(
                        "stream source '" + source.name() + "'",
                        "its bootstrapServers changed and are taken for the same cluster, so jobs go on at their"
                                + " offsets; for another cluster, define a source and views with new names"));
            }
        }
        return warnings;
    }

    private <T> void compare(
            String kind, List<T> old, List<T> desired, Function<T, String> name, Function<T, ObjectNode> json) {
        Map<String, T> before = byName(old, name);
        Map<String, T> after = byName(desired, name);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String each : names) {
            T then = before.get(each);
            T now = after.get(each);
            if (now == null) {
                changes.add(new Change(kind, each, Action.DELETE, List.of(), deleted(kind)));
            } else if (then == null) {
                changes.add(new Change(kind, each, Action.CREATE, List.of(), created(now)));
            } else {
                changes.add(changed(kind, each, FieldChange.between(json.apply(then), json.apply(now)), now));
            }
        }
    }

    private static List<String> created(Object now) {
        return now instanceof StreamFeatureView view ? List.of("its tiles are built " + from(view)) : List.of();
    }

    private static List<String> deleted(String kind) {
        return kind.equals("stream feature view")
                ? List.of("its job ends and its features are served no more")
                : List.of();
    }

    private Change changed(String kind, String name, List<FieldChange> fields, Object now) {
        List<String> effects = now instanceof StreamFeatureView view ? rebuilt(view) : List.of();
        if (fields.isEmpty() && effects.isEmpty()) {
            return new Change(kind, name, Action.UNCHANGED, fields, effects);
        }
        boolean tilesStay = now instanceof StreamFeatureView && effects.isEmpty();
        return new Change(
                kind, name, Action.CHANGE, fields, tilesStay ? List.of("its tiles stay as they are") : effects);
    }

    /** Nothing if the view goes on with the tiles that it has. */
    private List<String> rebuilt(StreamFeatureView view) {
        Schema output = outputs.getOrDefault(view.name(), Schema.of());
        List<String> reasons =
                TableReuse.of(current.requireView(view.name()), view, output).reasons();
        return reasons.isEmpty()
                ? List.of()
                : List.of(
                        "its tiles are built again, in a new table, because " + String.join(" and ", reasons),
                        "they are built " + from(view));
    }

    private static String from(StreamFeatureView view) {
        if (view.source().streamConfig() instanceof KafkaConfig kafka) {
            return kafka.startingOffsets() == StartingOffsets.EARLIEST
                    ? "from the earliest record that the stream still holds"
                    : "from the records that arrive after its job has started";
        }
        return "from the files in the source's folder";
    }

    /** The view with its features written as a person would say them. */
    private static ObjectNode readable(StreamFeatureView view) {
        ObjectNode node = RepositoryWriter.view(view);
        node.remove("aggregations");
        ArrayNode features = node.putArray("features");
        for (Aggregation aggregation : view.aggregations()) {
            if (aggregation.featureName() != null) {
                features.add(aggregation.featureName() + " = "
                        + aggregation.function().label() + "(" + aggregation.column() + ") over "
                        + String.join(
                                ", ",
                                aggregation.windows().stream()
                                        .map(PlanChanges::readable)
                                        .toList()));
            }
        }
        view.features().stream()
                .filter(feature -> view.aggregations().stream()
                        .noneMatch(aggregation -> feature.name().equals(aggregation.featureName())))
                .forEach(feature -> features.add(feature.name()));
        return node;
    }

    private static String readable(Window window) {
        if (window instanceof TimeWindow time && time.offset().isZero()) {
            return FeatureNames.label(time.size());
        }
        return window.toString();
    }

    private static ObjectNode readable(FeatureService service) {
        ObjectNode node = RepositoryWriter.service(service);
        ArrayNode features = node.putArray("features");
        for (FeatureSelection selection : service.selections()) {
            String view = selection.view().name();
            if (selection.features().isEmpty()) {
                features.add(view + ".*");
            }
            selection.features().forEach(feature -> features.add(view + "." + feature));
            new TreeMap<>(selection.joinKeyNames())
                    .forEach((key, request) -> features.add(view + " " + key + " as " + request));
        }
        return node;
    }

    private static <T> Map<String, T> byName(List<T> values, Function<T, String> name) {
        Map<String, T> byName = new TreeMap<>();
        values.forEach(value -> byName.put(name.apply(value), value));
        return byName;
    }
}
