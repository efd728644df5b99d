package io.tesela.spark.stream;

import io.tesela.core.registry.AppliedView;
import io.tesela.definition.Aggregation;
import io.tesela.definition.StreamFeatureView;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides what the state of a job's query means. Spark restarts silently with most of it changed, and then gives
 * wrong tiles; so it is kept with the checkpoint and compared.
 */
final class QueryMeaning {
    private QueryMeaning() {}

    /** The parts by the words that a message calls them. */
    static Map<String, String> of(AppliedView applied, Map<String, String> sourceIdentity, String sparkVersion) {
        StreamFeatureView view = applied.view();
        Duration delay = view.source().watermarkDelayThreshold();
        Map<String, String> meaning = new TreeMap<>();
        sourceIdentity.forEach((part, identity) -> meaning.put("source " + part, identity));
        meaning.put("view", view.name());
        meaning.put("table", Integer.toString(applied.tableId()));
        meaning.put("tiles", applied.fingerprint());
        meaning.put("SQL", view.sql());
        meaning.put("source columns", view.source().schema().columns().toString());
        meaning.put("join keys", view.joinKeys().toString());
        meaning.put("timestamp field", view.timestampField());
        meaning.put("aggregations", aggregations(view));
        meaning.put("aggregation interval", view.aggregationInterval().toString());
        meaning.put("watermark delay", delay == null ? "all late events are accepted" : delay.toString());
        meaning.put("Spark", sparkVersion);
        return meaning;
    }

    private static String aggregations(StreamFeatureView view) {
        TreeSet<String> functions = new TreeSet<>();
        for (Aggregation aggregation : view.aggregations()) {
            functions.add(aggregation.function().label() + "(" + aggregation.column() + ")");
        }
        return functions.toString();
    }
}
