package io.tesela.store.embedded;

import io.tesela.core.store.Fence;
import io.tesela.core.store.StreamProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of what a table's metadata database holds beside the layout. */
final class MetadataRows {
    private static final byte ENCODING = 1;

    private MetadataRows() {}

    static byte[] encode(Fence fence) {
        byte[] owner = fence.owner().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + owner.length)
                .put(ENCODING)
                .putLong(fence.epoch())
                .putLong(fence.batch())
                .put(owner)
                .array();
    }

    static Fence decodeFence(ByteBuffer in) {
        in.get();
        long epoch = in.getLong();
        long batch = in.getLong();
        return new Fence(epoch, rest(in), batch);
    }

    static byte[] encode(StreamProgress progress) {
        byte[] checkpoint = progress.checkpoint().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + 8 * Long.BYTES + checkpoint.length)
                .put(ENCODING)
                .putLong(progress.batch())
                .putLong(progress.latestEventMicros())
                .putLong(progress.watermarkMicros())
                .putLong(progress.finishedAtMicros())
                .putLong(progress.rows())
                .putLong(progress.late())
                .putLong(progress.dead())
                .putLong(progress.tiles())
                .put(checkpoint)
                .array();
    }

    static StreamProgress decodeProgress(ByteBuffer in) {
        in.get();
        long batch = in.getLong();
        long latestEventMicros = in.getLong();
        long watermarkMicros = in.getLong();
        long finishedAtMicros = in.getLong();
        long rows = in.getLong();
        long late = in.getLong();
        long dead = in.getLong();
        long tiles = in.getLong();
        return new StreamProgress(
                rest(in), batch, latestEventMicros, watermarkMicros, finishedAtMicros, rows, late, dead, tiles);
    }

    private static String rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
