package io.tesela.core.aggregation;

import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import java.time.Duration;
import java.util.List;

/** Which partial aggregates the tiles of a view hold, and where in a tile's bytes. Immutable. */
public final class TileLayout {
    private final Schema columns;

    private TileLayout(Schema columns) {
        this.columns = columns;
    }

    /**
     * The layout for these features.
     *
     * @param output the columns of the view's transformation
     */
    public static TileLayout of(Schema output, List<Feature> features) {
        return new TileLayout(output);
    }

    /** The columns that are aggregated, in the order that {@link EventValues} uses. */
    public Schema columns() {
        return columns;
    }

    public TileAccumulator accumulator() {
        throw new UnsupportedOperationException();
    }

    /** The tile of the rows of both; associative and commutative. */
    public byte[] merge(byte[] left, byte[] right) {
        throw new UnsupportedOperationException();
    }

    /** Prepares the computation of these features from tiles. */
    public RollUp rollUp(List<Feature> features, Duration interval, LeadingTile leadingTile) {
        throw new UnsupportedOperationException();
    }
}
