package io.tesela.core.registry;

import io.tesela.core.time.Micros;
import io.tesela.definition.FeatureNames;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.Problem;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.definition.StreamSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a plan refuses because this version would give wrong answers, and what it warns of (D4). */
final class PlanChecks {
    /** From here on a request for one entity takes noticeably longer than a millisecond. */
    private static final long MANY_TILES = 10_000;

    private static final Pattern SECRET =
            Pattern.compile("password|secret|jaas|token|private.?key", Pattern.CASE_INSENSITIVE);

    private PlanChecks() {}

    /** Whether the value of an option of this name is not to be shown. */
    static boolean isSecret(String option) {
        return SECRET.matcher(option).find();
    }

    static List<Problem> unsupported(StreamFeatureView view) {
        List<Problem> problems = new ArrayList<>();
        if (view.streamProcessingMode() == StreamProcessingMode.CONTINUOUS) {
            problems.add(at(
                    view,
                    "CONTINUOUS mode is not supported in this version; use TIME_INTERVAL with a short"
                            + " aggregationInterval and .leadingTile(RUNNING)"));
        }
        if (view.aggregations().isEmpty()) {
            problems.add(at(
                    view,
                    "it has no aggregations, and plain attributes are not supported in this version; add"
                            + " .aggregate(…), such as last(\"column\").over(…)"));
        }
        if (!view.source().deduplicationColumns().isEmpty()) {
            problems.add(at(
                    view,
                    "its source '" + view.source().name() + "' has deduplicationColumns "
                            + view.source().deduplicationColumns()
                            + ", which are not supported in this version; remove them if events that arrive twice may"
                            + " count twice"));
        }
        return problems;
    }

    static List<Problem> warnings(Repository repository) {
        List<Problem> warnings = new ArrayList<>();
        repository.sources().forEach(source -> source(warnings, source));
        repository.views().forEach(view -> view(warnings, view));
        return warnings;
    }

    private static void source(List<Problem> warnings, StreamSource source) {
        String where = "stream source '" + source.name() + "'";
        if (source.watermarkDelayThreshold() == null) {
            warnings.add(new Problem(
                    where,
                    "it accepts all late events, so the state of its jobs grows without bound; say"
                            + " .watermarkDelayThreshold(…) unless the stream is short"));
        }
        if (source.streamConfig() instanceof KafkaConfig kafka) {
            kafka.options().keySet().stream()
                    .filter(PlanChecks::isSecret)
                    .sorted()
                    .forEach(option -> warnings.add(new Problem(
                            where,
                            "the value of option '" + option + "' is kept in the registry as it is written; protect"
                                    + " the registry folder")));
        }
    }

    private static void view(List<Problem> warnings, StreamFeatureView view) {
        StreamSource source = view.source();
        if (!view.timestampField().equals(source.timestampField())) {
            warnings.add(at(
                    view,
                    "its timestampField '" + view.timestampField() + "' is not the source's '"
                            + source.timestampField() + "'; tiles and lateness go by '" + view.timestampField()
                            + "'"));
        }
        if (!view.online()) {
            warnings.add(at(view, "it is not online, so no job keeps it fresh and it is not served; add .online()"));
        }
        if (view.batchSchedule() != null && source.batchConfig() == null) {
            warnings.add(at(
                    view,
                    "it has a batchSchedule, but its source '" + source.name()
                            + "' has no history to read; add .batchConfig(…) to the source"));
        }
        if (view.offline() || view.batchSchedule() != null) {
            warnings.add(at(
                    view,
                    "no batch jobs run in this version: offline features are not built, and online ones are built"
                            + " from the stream alone"));
        }
        tiles(warnings, view);
    }

    private static void tiles(List<Problem> warnings, StreamFeatureView view) {
        Duration interval = view.aggregationInterval();
        if (interval.isZero()) {
            return;
        }
        Duration reach = TileMeaning.reach(view);
        long tiles = Micros.of(reach) / Micros.of(interval);
        if (tiles > MANY_TILES) {
            warnings.add(at(
                    view,
                    "a request reads up to " + tiles + " tiles of an entity (" + FeatureNames.label(reach) + " of "
                            + FeatureNames.label(interval) + " each); a longer aggregationInterval makes it faster"));
        }
    }

    private static Problem at(StreamFeatureView view, String message) {
        return new Problem("stream feature view '" + view.name() + "'", message);
    }
}
