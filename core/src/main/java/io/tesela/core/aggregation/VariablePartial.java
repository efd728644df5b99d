package io.tesela.core.aggregation;

/** A mutable partial aggregate of variable size: what the tail of a tile holds. */
interface VariablePartial {
    void reset();

    /** Adds the value of the column, which is not null. */
    void add(long eventTimeMicros, EventValues values, int column);

    /**
     * Adds what encoded bytes hold; {@code length} is positive.
     *
     * @throws TileFormatException if they are not what {@link #encode} gives
     */
    void merge(byte[] bytes, int offset, int length);

    /** Adds what another partial of the same kind and parameter holds, and leaves that one as it is. */
    void merge(VariablePartial other);

    /** The bytes, empty if no value has been added. */
    byte[] encode();
}
