package io.tesela.core.store;

import io.tesela.definition.Column;
import java.util.List;

/** The canonical bytes of an entity's join key values, as {@code docs/spec/store.md} says. */
public final class EntityKey {
    private EntityKey() {}

    /**
     * Encodes join key values. Different values give different bytes, also across types and composite keys.
     *
     * @param values one a join key, none null: STRING String, INT32 and INT64 any Number, BOOLEAN Boolean
     */
    public static byte[] encode(List<Column> joinKeys, List<Object> values) {
        throw new UnsupportedOperationException();
    }

    /** The values that were encoded, in the order of the join keys. */
    public static List<Object> decode(List<Column> joinKeys, byte[] key) {
        throw new UnsupportedOperationException();
    }
}
