package io.tesela.store.embedded;

import io.tesela.core.store.TileWrite;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.lmdbjava.Cursor;
import org.lmdbjava.Txn;

/** The tiles of one write transaction, encoded and sorted before it begins, so that it is short. */
final class WriteChunk {
    private static final int MAX_TILES = 20_000;
    private static final long MAX_BYTES = 64L << 20;

    private record Row(long period, byte[] key, TileWrite write) {}

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::period).thenComparing(Row::key, Arrays::compareUnsigned);

    private final List<TileWrite> writes;

    private WriteChunk(List<TileWrite> writes) {
        this.writes = writes;
    }

    /** As many of the tiles, from number {@code first} on, as one transaction should hold; at least one if there are. */
    static WriteChunk of(List<TileWrite> tiles, int first) {
        int end = first;
        long bytes = 0;
        while (end < tiles.size() && end - first < MAX_TILES && bytes < MAX_BYTES) {
            bytes += tiles.get(end).tile().length;
            end++;
        }
        return new WriteChunk(tiles.subList(first, end));
    }

    int size() {
        return writes.size();
    }

    /** The layout with databases for all tiles. */
    TableLayout extend(TableLayout layout) {
        TreeSet<Long> periods = new TreeSet<>();
        for (TileWrite write : writes) {
            periods.add(layout.period(write.tileStartMicros()));
        }
        TableLayout extended = layout;
        for (long period : periods) {
            extended = extended.withPeriod(period);
        }
        return extended;
    }

    void put(TableEnvironment environment, Txn<ByteBuffer> txn, TableLayout layout) {
        List<Row> rows = rows(layout);
        ByteBuffer key = ByteBuffer.allocateDirect(TileKey.MAX_BYTES);
        ByteBuffer value = ByteBuffer.allocateDirect(longestValue());
        int next = 0;
        while (next < rows.size()) {
            long period = rows.get(next).period();
            try (Cursor<ByteBuffer> cursor =
                    environment.database(layout.databaseOf(period)).openCursor(txn)) {
                for (; next < rows.size() && rows.get(next).period() == period; next++) {
                    Row row = rows.get(next);
                    key.clear().put(row.key()).flip();
                    value.clear();
                    TileKey.putValueHeader(value, row.write().entity());
                    value.put(row.write().tile()).flip();
                    cursor.put(key, value);
                }
            }
        }
    }

    private List<Row> rows(TableLayout layout) {
        List<Row> rows = new ArrayList<>(writes.size());
        ByteBuffer key = ByteBuffer.allocate(TileKey.MAX_BYTES);
        for (TileWrite write : writes) {
            key.clear();
            TileKey.putPrefix(key, write.entity());
            TileKey.putSuffix(key, write.tileStartMicros());
            rows.add(
                    new Row(layout.period(write.tileStartMicros()), Arrays.copyOf(key.array(), key.position()), write));
        }
        // A stable sort: of equal keys the one that was given last is put last.
        rows.sort(ORDER);
        return rows;
    }

    private int longestValue() {
        int longest = 0;
        for (TileWrite write : writes) {
            longest = Math.max(longest, TileKey.valueHeaderLength(write.entity()) + write.tile().length);
        }
        return longest;
    }
}
