package io.tesela.core.aggregation;

/** A mutable partial aggregate of one entity over one tile. Not safe for use by several threads. */
public interface TileAccumulator {
    /** Back to the aggregate of no rows. */
    void reset();

    /** Whether no row has been added since the last {@link #reset()}. */
    boolean isEmpty();

    void add(long eventTimeMicros, EventValues values);

    /**
     * Adds what an encoded tile holds.
     *
     * @throws io.tesela.core.error.TeselaException if the bytes are no tile of this layout
     */
    void merge(byte[] tile, int offset, int length);

    /** The tile's bytes, as {@code docs/spec/tile.md} says. */
    byte[] encode();
}
