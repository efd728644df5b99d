package io.tesela.core.store;

import io.tesela.core.time.TimeRange;

/**
 * The tiles of one entity whose start lies in a range.
 *
 * @param entity the key as {@link EntityKey} encodes it
 */
public record TileRead(TileTable table, byte[] entity, TimeRange tileStarts) {}
