package io.tesela.store.embedded;

import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileSink;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * A read transaction with its cursors and buffers, for one call at a time. Between calls it holds no snapshot, since an
 * old one would keep the pages that writers have replaced.
 */
final class TableReader implements AutoCloseable {
    private final TableEnvironment environment;
    private final Txn<ByteBuffer> txn;
    private final @Nullable Cursor<ByteBuffer>[] cursors;
    private final boolean[] renewed = new boolean[TableLayout.DATABASES];
    private final ByteBuffer layoutKey = Metadata.LAYOUT.duplicate();
    private final ByteBuffer key = ByteBuffer.allocateDirect(TileKey.MAX_BYTES);
    private final ByteBuffer prefix = ByteBuffer.allocateDirect(TileKey.MAX_BYTES);
    private byte[] tile = new byte[1024];
    private @Nullable TableLayout layout;

    @SuppressWarnings({"unchecked", "rawtypes"})
    TableReader(TableEnvironment environment) {
        this.environment = environment;
        this.cursors = new Cursor[TableLayout.DATABASES];
        this.txn = environment.env().txnRead();
        txn.reset();
    }

    /** Takes a snapshot; the layout in it, or null if the table has not been claimed. */
    @Nullable TableLayout begin() {
        txn.renew();
        ByteBuffer row = environment.metadata().get(txn, layoutKey);
        if (row == null) {
            layout = null;
        } else if (layout == null || layout.version() != TableLayout.version(row)) {
            layout = TableLayout.decode(row);
        }
        return layout;
    }

    /** Lets go of the snapshot. */
    void end() {
        txn.reset();
        Arrays.fill(renewed, false);
    }

    @Nullable StreamProgress progress() {
        return Metadata.progress(environment.metadata(), txn);
    }

    /** Gives the tiles of one read, of the table as {@link #begin} found it. */
    void read(int number, TileRead read, TileSink sink) {
        TableLayout now = layout;
        long from = read.tileStarts().startMicros();
        long to = read.tileStarts().endMicros();
        if (now == null || from >= to) {
            return;
        }
        prefix.clear();
        TileKey.putPrefix(prefix, read.entity());
        prefix.flip();
        for (int i = now.firstNotBefore(from); i < now.size() && now.startMicros(i) < to; i++) {
            long first = Math.max(from, now.startMicros(i));
            long end = Math.min(to, now.endMicros(i));
            scan(cursor(now.database(i)), number, read.entity(), first, end, sink);
        }
    }

    private void scan(
            Cursor<ByteBuffer> cursor, int number, byte[] entity, long firstMicros, long endMicros, TileSink sink) {
        int prefixLength = prefix.limit();
        int keyLength = prefixLength + TileKey.SUFFIX_BYTES;
        key.clear();
        key.put(prefix.duplicate());
        TileKey.putSeek(key, firstMicros);
        key.flip();
        boolean found = cursor.get(key, GetOp.MDB_SET_RANGE);
        while (found) {
            ByteBuffer foundKey = cursor.key();
            if (foundKey.remaining() != keyLength || foundKey.mismatch(prefix) != prefixLength) {
                return;
            }
            long start = TileKey.tileStart(foundKey, prefixLength);
            if (start >= endMicros) {
                return;
            }
            ByteBuffer value = cursor.val();
            if (TileKey.isValueOf(value, entity)) {
                int header = TileKey.valueHeaderLength(entity);
                int length = value.remaining() - header;
                if (length > tile.length) {
                    tile = new byte[Math.max(length, 2 * tile.length)];
                }
                value.get(header, tile, 0, length);
                sink.tile(number, start, tile, 0, length);
            }
            found = cursor.seek(SeekOp.MDB_NEXT);
        }
    }

    private Cursor<ByteBuffer> cursor(int database) {
        Cursor<ByteBuffer> cursor = cursors[database];
        if (cursor == null) {
            cursor = environment.database(database).openCursor(txn);
            cursors[database] = cursor;
            renewed[database] = true;
        } else if (!renewed[database]) {
            cursor.renew(txn);
            renewed[database] = true;
        }
        return cursor;
    }

    @Override
    public void close() {
        // LMDB frees only a transaction that is not reset.
        txn.renew();
        for (Cursor<ByteBuffer> cursor : cursors) {
            if (cursor != null) {
                cursor.close();
            }
        }
        txn.close();
    }
}
