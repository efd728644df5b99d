package io.tesela.testkit.store;

import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import io.tesela.core.time.TimeRange;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short words for tables, entities and tiles in the tests of stores. */
public final class TileFixture {
    public static final long MINUTE = 60_000_000L;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;
    public static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    private TileFixture() {}

    /** A table with tiles of a minute that are kept for a day. */
    public static TileTable table(int id) {
        return new TileTable(id, "view_" + id, MINUTE, DAY);
    }

    public static byte[] entity(String value) {
        return EntityKey.encode(List.of(new Column("user_id", DataType.STRING)), List.of(value));
    }

    public static TileWrite tile(String entity, long startMicros, String content) {
        return new TileWrite(entity(entity), startMicros, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Progress of which only the batch and the latest event time matter. */
    public static StreamProgress progress(long batch, long latestEventMicros) {
        return new StreamProgress("checkpoint", batch, latestEventMicros, Long.MIN_VALUE, 0, 0, 0, 0, 0);
    }

    /** Claims the table and writes one whole batch, number 0. */
    public static WriterToken writeBatch(
            OnlineStore store, TileTable table, long latestEventMicros, TileWrite... tiles) {
        WriterToken token = new WriterToken(store.claim(table, "writer"), 0);
        store.beginBatch(table, token);
        store.write(table, token, List.of(tiles));
        store.finishBatch(table, token, progress(0, latestEventMicros));
        return token;
    }

    /** The contents of an entity's tiles by their start. */
    public static Map<Long, String> tiles(OnlineStore store, TileTable table, String entity, TimeRange starts) {
        return tiles(store, List.of(new TileRead(table, entity(entity), starts)))
                .get(0);
    }

    public static Map<Long, String> tiles(OnlineStore store, TileTable table, String entity) {
        return tiles(store, table, entity, ALWAYS);
    }

    /** The contents of the tiles of each read; fails unless they come together and ascend. */
    public static List<Map<Long, String>> tiles(OnlineStore store, List<TileRead> reads) {
        List<TreeMap<Long, String>> found = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            found.add(new TreeMap<>());
        }
        List<Integer> order = new ArrayList<>();
        store.read(reads, (read, start, bytes, offset, length) -> {
            TreeMap<Long, String> tiles = found.get(read);
            if (!tiles.isEmpty() && tiles.lastKey() >= start) {
                throw new AssertionError("tile " + start + " came after tile " + tiles.lastKey());
            }
            if (order.isEmpty() || order.get(order.size() - 1) != read) {
                if (order.contains(read)) {
                    throw new AssertionError("the tiles of read " + read + " came apart");
                }
                order.add(read);
            }
            tiles.put(start, new String(bytes, offset, length, StandardCharsets.UTF_8));
        });
        return List.copyOf(found);
    }
}
