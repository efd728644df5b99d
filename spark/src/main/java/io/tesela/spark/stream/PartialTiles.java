package io.tesela.spark.stream;

import io.tesela.core.aggregation.EventValues;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.aggregation.TileLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Aggregates the rows of one task by tile and entity, in bounded memory: when {@link #isFull}, the caller takes all out
 * with {@link #drain}. Not safe for use by several threads.
 */
final class PartialTiles {
    private static final long MEMORY_BYTES = 64L << 20;
    private static final long ENTRY_BYTES = 300;
    /** An accumulator takes about this many times the bytes of its tile. */
    private static final long ACCUMULATOR_FACTOR = 4;

    private static final int FEWEST = 1 << 10;
    private static final int MOST = 1 << 17;
    private static final int FIRST_LIMIT = 1 << 13;
    private static final int MOST_SPARE = 1 << 15;

    private final TileLayout layout;
    private final Map<Key, Slot> slots = new HashMap<>();
    private final Deque<TileAccumulator> spare = new ArrayDeque<>();
    private final Key probe = new Key();
    private int limit = FIRST_LIMIT;

    PartialTiles(TileLayout layout) {
        this.layout = layout;
    }

    void add(long tile, byte[] entity, long eventTimeMicros, EventValues values) {
        Slot slot = slots.get(probe.set(tile, entity));
        if (slot == null) {
            TileAccumulator reused = spare.poll();
            slot = new Slot(reused == null ? layout.accumulator() : reused);
            slots.put(new Key().set(tile, entity), slot);
        }
        slot.accumulator.add(eventTimeMicros, values);
        slot.latestMicros = Math.max(slot.latestMicros, eventTimeMicros);
    }

    boolean isFull() {
        return slots.size() >= limit;
    }

    /** Receives the tiles one by one; each is gone afterwards. Nothing may be added before the end. */
    Drain drain() {
        return new Drain();
    }

    /** Takes the tiles out. */
    final class Drain {
        private final Iterator<Map.Entry<Key, Slot>> entries = slots.entrySet().iterator();
        private long bytes;
        private long tiles;

        boolean hasNext() {
            if (entries.hasNext()) {
                return true;
            }
            if (tiles > 0) {
                long each = ENTRY_BYTES + ACCUMULATOR_FACTOR * bytes / tiles;
                limit = (int) Math.max(FEWEST, Math.min(MOST, MEMORY_BYTES / each));
                tiles = 0;
                slots.clear();
            }
            return false;
        }

        PartialTile next() {
            Map.Entry<Key, Slot> entry = entries.next();
            Slot slot = entry.getValue();
            byte[] tile = slot.accumulator.encode();
            bytes += tile.length;
            tiles++;
            if (spare.size() < MOST_SPARE) {
                slot.accumulator.reset();
                spare.add(slot.accumulator);
            }
            return new PartialTile(slot.latestMicros, entry.getKey().entity, tile);
        }
    }

    /** The rows of one entity in one tile that were seen since the last drain. */
    record PartialTile(long latestMicros, byte[] entity, byte[] tile) {}

    private static final class Slot {
        final TileAccumulator accumulator;
        long latestMicros = Long.MIN_VALUE;

        Slot(TileAccumulator accumulator) {
            this.accumulator = accumulator;
        }
    }

    private static final class Key {
        private static final byte[] NOTHING = {};

        private long tile;
        private byte[] entity = NOTHING;
        private int hash;

        Key set(long newTile, byte[] newEntity) {
            tile = newTile;
            entity = newEntity;
            hash = 31 * Long.hashCode(newTile) + Arrays.hashCode(newEntity);
            return this;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && tile == key.tile && Arrays.equals(entity, key.entity);
        }
    }
}
