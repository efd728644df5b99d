package io.tesela.core.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reference of what a store does: plain maps under one lock. It does not outlive the process, and aims at nothing
 * but simplicity. The address {@code memory:NAME} gives everyone in the process the same one.
 */
public final class InMemoryOnlineStore implements OnlineStore {
    private final Map<Integer, Table> tables = new HashMap<>();

    @Override
    public synchronized long claim(TileTable table, String owner) {
        Table held = tables.get(table.id());
        TableFacts facts = TableFacts.claimed(held == null ? null : held.facts, table);
        Fence fence = Fence.claimed(held == null ? null : held.fence, owner);
        if (held == null) {
            tables.put(table.id(), new Table(facts, fence));
        } else {
            held.facts = facts;
            held.fence = fence;
        }
        return fence.epoch();
    }

    @Override
    public synchronized void beginBatch(TileTable table, WriterToken token) {
        Table held = held(table);
        Fence begun = Fence.begun(table, held == null ? null : held.fence, token);
        if (held != null) {
            held.fence = begun;
        }
    }

    @Override
    public synchronized void write(TileTable table, WriterToken token, List<TileWrite> tiles) {
        Table held = heldBy(table, token);
        for (TileWrite write : tiles) {
            held.entities
                    .computeIfAbsent(ByteBuffer.wrap(write.entity().clone()), entity -> new TreeMap<>())
                    .put(write.tileStartMicros(), write.tile().clone());
        }
    }

    @Override
    public synchronized void finishBatch(TileTable table, WriterToken token, StreamProgress progress) {
        heldBy(table, token).progress = progress;
    }

    @Override
    public synchronized Optional<StreamProgress> progress(TileTable table) {
        Table held = held(table);
        return held == null ? Optional.empty() : Optional.ofNullable(held.progress);
    }

    @Override
    public synchronized void read(List<TileRead> reads, TileSink sink) {
        for (int i = 0; i < reads.size(); i++) {
            TileRead read = reads.get(i);
            Table held = held(read.table());
            NavigableMap<Long, byte[]> tiles = held == null ? null : held.entities.get(ByteBuffer.wrap(read.entity()));
            if (tiles == null) {
                continue;
            }
            for (Map.Entry<Long, byte[]> tile : tiles.entrySet()) {
                if (read.tileStarts().contains(tile.getKey())) {
                    byte[] copy = tile.getValue().clone();
                    sink.tile(i, tile.getKey(), copy, 0, copy.length);
                }
            }
        }
    }

    @Override
    public synchronized void expire(TileTable table, long nowMicros) {
        Table held = held(table);
        if (held == null) {
            return;
        }
        long keptFrom = held.facts.keptFromMicros(table, nowMicros, held.progress);
        for (NavigableMap<Long, byte[]> tiles : held.entities.values()) {
            tiles.keySet().removeIf(start -> start < keptFrom);
        }
        held.entities.values().removeIf(Map::isEmpty);
    }

    @Override
    public synchronized void drop(TileTable table) {
        tables.remove(table.id());
    }

    @Override
    public void close() {
        // Others may hold the same store.
    }

    private @Nullable Table held(TileTable table) {
        Table held = tables.get(table.id());
        if (held != null) {
            held.facts.checkInterval(table);
        }
        return held;
    }

    private Table heldBy(TileTable table, WriterToken token) {
        Table held = held(table);
        Fence.checkWrite(table, held == null ? null : held.fence, token);
        return Objects.requireNonNull(held);
    }

    private static final class Table {
        private final Map<ByteBuffer, NavigableMap<Long, byte[]>> entities = new HashMap<>();
        private TableFacts facts;
        private Fence fence;
        private @Nullable StreamProgress progress;

        private Table(TableFacts facts, Fence fence) {
            this.facts = facts;
            this.fence = fence;
        }
    }
}
