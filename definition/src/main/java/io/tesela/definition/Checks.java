package io.tesela.definition;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes a definition wrong. Each method returns every problem of one object. */
final class Checks {
    /** Stands in for the source of a view that was given none, so that the view's other problems are found too. */
    static final StreamSource MISSING_SOURCE = new StreamSource(
            "", FileStreamConfig.json(""), null, Schema.of(), "", null, Duration.ZERO, List.of(), "", "", Map.of());

    private Checks() {}

    static @Nullable Instant parseInstant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static List<Problem> entity(Entity entity) {
        List<Problem> problems = new ArrayList<>();
        if (entity.joinKeys().isEmpty()) {
            problems.add(new Problem("entity '" + entity.name() + "'", "it has no join key; add .joinKey(name, type)"));
        }
        return problems;
    }

    static List<Problem> source(StreamSource source, boolean streamConfigSaid, boolean latenessSaid) {
        List<Problem> problems = new ArrayList<>();
        String where = "stream source '" + source.name() + "'";
        if (!streamConfigSaid) {
            problems.add(new Problem(where, "it has no stream; add .streamConfig(Kafka.topic(…))"));
        }
        if (!latenessSaid) {
            problems.add(new Problem(
                    where,
                    "it does not say how late events may be; add .watermarkDelayThreshold(…) or"
                            + " .acceptAllLateEvents()"));
        }
        return problems;
    }

    static List<Problem> view(StreamFeatureView view, @Nullable String featureStartTime) {
        List<Problem> problems = new ArrayList<>();
        String where = "stream feature view '" + view.name() + "'";
        if (view.source().equals(MISSING_SOURCE)) {
            problems.add(new Problem(where, "it has no source; add .source(…)"));
        }
        if (featureStartTime != null && view.featureStartTime() == null) {
            problems.add(new Problem(
                    where,
                    "featureStartTime '" + featureStartTime + "' is no instant; write it as 2026-01-01T00:00:00Z"));
        }
        return problems;
    }

    static List<Problem> service(FeatureService service) {
        List<Problem> problems = new ArrayList<>();
        if (service.selections().isEmpty()) {
            problems.add(new Problem(
                    "feature service '" + service.name() + "'", "it has no features; add .features(view, …)"));
        }
        return problems;
    }
}
