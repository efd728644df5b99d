package io.tesela.definition;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes a definition wrong, as far as it can be seen without an SQL engine. Each method returns every problem of
 * one object.
 */
final class Checks {
    /** Stands in for the source of a view that was given none, so that the view's other problems are found too. */
    static final StreamSource MISSING_SOURCE = new StreamSource(
            "", FileStreamConfig.json(""), null, Schema.of(), "", null, Duration.ZERO, List.of(), "", "", Map.of());

    private static final Set<DataType> JOIN_KEY_TYPES =
            Set.of(DataType.STRING, DataType.INT32, DataType.INT64, DataType.BOOLEAN);

    private Checks() {}

    static @Nullable Instant parseInstant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static List<Problem> entity(Entity entity) {
        Findings findings = Findings.of("entity", entity.name());
        if (entity.joinKeys().isEmpty()) {
            findings.add("it has no join key; add .joinKey(name, type)");
        }
        findings.columnNames("join key", entity.joinKeys());
        for (Column key : entity.joinKeys()) {
            if (!JOIN_KEY_TYPES.contains(key.type())) {
                findings.add("join key '" + key.name() + "' has type "
                        + key.type().label() + "; use string, int32, int64 or boolean, to which the SQL can cast");
            }
        }
        return findings.problems();
    }

    static List<Problem> source(StreamSource source, boolean streamConfigSaid, boolean latenessSaid) {
        return SourceChecks.problems(source, streamConfigSaid, latenessSaid);
    }

    static List<Problem> view(StreamFeatureView view, @Nullable String featureStartTime) {
        return ViewChecks.problems(view, featureStartTime);
    }

    static List<Problem> service(FeatureService service) {
        Findings findings = Findings.of("feature service", service.name());
        if (service.selections().isEmpty()) {
            findings.add("it has no features; add .features(view, …)");
        }
        Set<String> outputNames = new HashSet<>();
        Map<String, DataType> requestKeys = new HashMap<>();
        for (FeatureSelection selection : service.selections()) {
            selection(findings.at("view '" + selection.view().name() + "'"), selection, outputNames, requestKeys);
        }
        return findings.problems();
    }

    private static void selection(
            Findings findings, FeatureSelection selection, Set<String> outputNames, Map<String, DataType> requestKeys) {
        StreamFeatureView view = selection.view();
        List<String> all = view.features().stream().map(Feature::name).toList();
        for (String feature : selection.features()) {
            findings.known("feature", feature, "feature of the view", all);
        }
        for (String feature : selection.features().isEmpty() ? all : selection.features()) {
            String output = view.name() + "." + feature;
            if (!outputNames.add(output)) {
                findings.add("feature '" + output + "' is in the service twice; choose it once");
            }
        }
        List<String> joinKeys = view.joinKeys().stream().map(Column::name).toList();
        selection.joinKeyNames().keySet().stream()
                .sorted()
                .forEach(key -> findings.known("join key", key, "join key of the view", joinKeys));
        requestKeys(findings, selection, requestKeys);
    }

    private static void requestKeys(Findings findings, FeatureSelection selection, Map<String, DataType> types) {
        Map<String, String> standsFor = new HashMap<>();
        for (Column key : selection.view().joinKeys()) {
            String requestKey = selection.joinKeyNames().getOrDefault(key.name(), key.name());
            findings.name("request key", requestKey);
            DataType type = types.putIfAbsent(requestKey, key.type());
            if (type != null && !type.equals(key.type())) {
                findings.add("request key '" + requestKey + "' is " + key.type().label() + " here and " + type.label()
                        + " for another view; rename one with .joinKey(\"" + key.name() + "\", …)");
            }
            String other = standsFor.putIfAbsent(requestKey, key.name());
            if (other != null) {
                findings.add("request key '" + requestKey + "' stands for the join keys '" + other + "' and '"
                        + key.name() + "'; give each its own");
            }
        }
    }
}
