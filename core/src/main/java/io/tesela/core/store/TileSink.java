package io.tesela.core.store;

/** Receives the tiles that a read finds. */
@FunctionalInterface
public interface TileSink {
    /**
     * Takes one tile. Within a read, tiles come in ascending order of their start, one for each start.
     *
     * @param read the position of the read in the list that was asked for
     * @param bytes holds the tile from {@code offset} on; valid only during this call
     */
    void tile(int read, long tileStartMicros, byte[] bytes, int offset, int length);
}
