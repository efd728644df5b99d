package io.tesela.core.registry;

import io.tesela.core.aggregation.TileLayout;
import io.tesela.core.store.TileTable;
import io.tesela.core.time.Micros;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.util.Map;

/**
 * A view as the registry holds it: the definition and what analysing it has given.
 *
 * @param tableId the number of the view's table in the online store, unique for each version of the view whose stored
 *     values differ in meaning
 * @param output the columns of the transformation's output
 */
public record AppliedView(StreamFeatureView view, int tableId, Schema output) {
    /** The layout of the view's tiles. */
    public TileLayout tileLayout() {
        return TileLayout.of(output, view.features());
    }

    /** The view's table in the online store; it keeps tiles for the longest reach of a window plus one interval. */
    public TileTable table() {
        return new TileTable(
                tableId,
                view.name(),
                Micros.of(view.aggregationInterval()),
                Micros.of(TileMeaning.reach(view).plus(view.aggregationInterval())));
    }

    /**
     * What decides the meaning of the view's stored tiles: the name of a part, as a user knows it, to its value in a
     * canonical form. {@link #fingerprint} is its hash.
     */
    public Map<String, String> tileMeaning() {
        return TileMeaning.of(view, output).parts();
    }

    /**
     * A hash of all that decides what the view's stored tiles mean; equal for views whose tiles may be mixed. The same
     * in every process and version of Java.
     */
    public String fingerprint() {
        return TileMeaning.of(view, output).fingerprint();
    }
}
