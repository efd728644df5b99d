package io.tesela.core.store;

import java.io.Serializable;

/**
 * The tiles of one version of one view in an online store.
 *
 * @param id unique among all versions of all views of all workspaces that share the store, assigned by the registry
 * @param view the view's name, for messages
 * @param intervalMicros the length of a tile
 * @param retentionMicros how far before the leading edge a tile can still be asked for: the longest reach of a window
 */
public record TileTable(int id, String view, long intervalMicros, long retentionMicros) implements Serializable {}
