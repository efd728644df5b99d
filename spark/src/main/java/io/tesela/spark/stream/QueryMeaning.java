package io.tesela.spark.stream;

import io.tesela.core.registry.AppliedView;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what the state of a job's query means. Spark restarts silently with most of it changed, and then gives
 * wrong tiles; so it is kept with the checkpoint and compared. What decides the meaning of tiles decides it here too: a
 * change after which the plan keeps a view's table is one after which its job goes on.
 */
final class QueryMeaning {
    private QueryMeaning() {}

    /** The parts by the words that a message calls them. */
    static Map<String, String> of(AppliedView applied, Map<String, String> sourceIdentity, String sparkVersion) {
        Map<String, String> meaning = new TreeMap<>(applied.tileMeaning());
        sourceIdentity.forEach((part, identity) -> meaning.put("source " + part, identity));
        meaning.put("view", applied.view().name());
        meaning.put("table", Integer.toString(applied.tableId()));
        meaning.put("Spark", sparkVersion);
        return meaning;
    }
}
