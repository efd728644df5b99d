package io.tesela.core.store;

/**
 * The whole partial aggregate of one entity over one tile.
 *
 * @param entity the key as {@link EntityKey} encodes it
 */
public record TileWrite(byte[] entity, long tileStartMicros, byte[] tile) {}
