package io.tesela.spark.stream;

import java.nio.ByteBuffer;

/**
 * What one partition of a micro-batch, or all of them, came to. It travels through the aggregation as if it were a tile,
 * under a key that no entity has, so that counts reach the sink with the tiles they belong to and are as exact as those.
 *
 * @param part the partition, or the highest of several; -1 for none
 * @param rows records taken from the source
 * @param late rows dropped because their tile had ended before the watermark
 * @param dead records in the dead-letter file
 * @param tiles tiles written
 * @param latestEventMicros the latest event time, {@link Long#MIN_VALUE} if no row was aggregated
 */
record BatchSummary(long batch, int part, long rows, long late, long dead, long tiles, long latestEventMicros) {
    /** The first byte of a summary, which no tile begins with. */
    private static final byte MARK = (byte) 0xFF;

    private static final int LENGTH = 1 + 6 * Long.BYTES + Integer.BYTES;

    static BatchSummary empty(long batch) {
        return new BatchSummary(batch, -1, 0, 0, 0, 0, Long.MIN_VALUE);
    }

    /** The summary of a write of so many tiles. */
    static BatchSummary tiles(long batch, long tiles) {
        return new BatchSummary(batch, -1, 0, 0, 0, tiles, Long.MIN_VALUE);
    }

    /** The key under which a partition's summary travels; no entity's key begins with 0. */
    static byte[] key(int part) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 0).putInt(part).array();
    }

    static boolean isSummary(byte[] bytes) {
        return bytes.length == LENGTH && bytes[0] == MARK;
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .put(MARK)
                .putLong(batch)
                .putInt(part)
                .putLong(rows)
                .putLong(late)
                .putLong(dead)
                .putLong(tiles)
                .putLong(latestEventMicros)
                .array();
    }

    static BatchSummary decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        return new BatchSummary(
                buffer.getLong(),
                buffer.getInt(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong());
    }

    BatchSummary plus(BatchSummary other) {
        return new BatchSummary(
                batch,
                Math.max(part, other.part),
                rows + other.rows,
                late + other.late,
                dead + other.dead,
                tiles + other.tiles,
                Math.max(latestEventMicros, other.latestEventMicros));
    }

    /** The summary of the later batch: a partition has one a batch. */
    static byte[] later(byte[] left, byte[] right) {
        return decode(left).batch >= decode(right).batch ? left : right;
    }
}
