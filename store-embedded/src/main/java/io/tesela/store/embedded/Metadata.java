package io.tesela.store.embedded;

import io.tesela.core.store.Fence;
import io.tesela.core.store.StreamProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Txn;

/** The rows of a table's metadata database. */
final class Metadata {
    static final ByteBuffer LAYOUT = key("layout");
    private static final ByteBuffer FENCE = key("fence");
    private static final ByteBuffer PROGRESS = key("progress");

    private Metadata() {}

    static @Nullable TableLayout layout(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn) {
        ByteBuffer row = row(metadata, txn, LAYOUT);
        return row == null ? null : TableLayout.decode(row);
    }

    static @Nullable Fence fence(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn) {
        ByteBuffer row = row(metadata, txn, FENCE);
        return row == null ? null : MetadataRows.decodeFence(row);
    }

    static @Nullable StreamProgress progress(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn) {
        ByteBuffer row = row(metadata, txn, PROGRESS);
        return row == null ? null : MetadataRows.decodeProgress(row);
    }

    static void put(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn, TableLayout layout) {
        put(metadata, txn, LAYOUT, layout.encode());
    }

    static void put(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn, Fence fence) {
        put(metadata, txn, FENCE, MetadataRows.encode(fence));
    }

    static void put(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn, StreamProgress progress) {
        put(metadata, txn, PROGRESS, MetadataRows.encode(progress));
    }

    /** The row, valid until the next call with the same transaction. */
    static @Nullable ByteBuffer row(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn, ByteBuffer key) {
        return metadata.get(txn, key.duplicate());
    }

    private static void put(Dbi<ByteBuffer> metadata, Txn<ByteBuffer> txn, ByteBuffer key, byte[] row) {
        ByteBuffer direct = ByteBuffer.allocateDirect(row.length).put(row).flip();
        metadata.put(txn, key.duplicate(), direct);
    }

    private static ByteBuffer key(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
    }
}
