package io.tesela.core.aggregation;

import io.tesela.core.time.TimeRange;

/** Computes some features of a view from tiles. Immutable; each request opens a {@link Run}. */
public interface RollUp {
    /** The starts of the tiles that a request with this leading edge needs. */
    TimeRange reach(long leadingEdgeMicros);

    /** Starts the computation for one entity at one leading edge. */
    Run at(long leadingEdgeMicros);

    /** The computation for one entity. Not safe for use by several threads. */
    interface Run {
        /** Adds a tile. Tiles come in ascending order of their start; tiles outside of the reach are ignored. */
        void tile(long tileStartMicros, byte[] bytes, int offset, int length);

        /** The features in the order in which they were asked for. Called once. */
        FeatureValue[] finish();
    }
}
