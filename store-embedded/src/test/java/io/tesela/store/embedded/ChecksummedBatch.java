package io.tesela.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.time.TimeRange;
import io.tesela.testkit.store.TileFixture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Batches of tiles whose bytes say to which batch and entity they belong, with a checksum. Each batch writes one new
 * tile, and writes another one again, for every entity.
 */
final class ChecksummedBatch {
    static final int PARTS = 3;

    private static final int ENTITIES_PER_PART = 50;
    private static final int HEADER_BYTES = 2 * Long.BYTES;

    private ChecksummedBatch() {}

    static long startMicros(long batch) {
        return batch * 40 * TileFixture.MINUTE;
    }

    static List<TileWrite> part(long batch, int part) {
        List<TileWrite> writes = new ArrayList<>();
        for (int i = 0; i < ENTITIES_PER_PART; i++) {
            int number = part * ENTITIES_PER_PART + i;
            writes.add(new TileWrite(entity(number), startMicros(batch), tile(batch, number)));
            writes.add(new TileWrite(entity(number), sharedStart(), tile(batch, number)));
        }
        return writes;
    }

    /** Fails unless every tile of every batch is there and whole, up to this one and none beyond the next. */
    static void check(OnlineStore store, TileTable table, long lastBatch) {
        List<TileRead> reads = new ArrayList<>();
        for (int entity = 0; entity < PARTS * ENTITIES_PER_PART; entity++) {
            reads.add(new TileRead(table, entity(entity), TileFixture.ALWAYS));
        }
        long[] found = new long[reads.size()];
        store.read(reads, (entity, start, bytes, offset, length) -> {
            long batch = checkedBatch(entity, bytes, offset, length);
            if (start == sharedStart()) {
                assertThat(batch).isBetween(lastBatch, lastBatch + 1);
            } else {
                assertThat(start).isEqualTo(startMicros(batch));
                assertThat(batch).isEqualTo(found[entity]).isLessThanOrEqualTo(lastBatch + 1);
                found[entity]++;
            }
        });
        for (long batches : found) {
            assertThat(batches).isBetween(lastBatch + 1, lastBatch + 2);
        }
    }

    /** How many tiles of this batch can be read. */
    static int tilesOf(OnlineStore store, TileTable table, long batch) {
        List<TileRead> reads = new ArrayList<>();
        TimeRange starts = new TimeRange(startMicros(batch), startMicros(batch) + 1);
        for (int entity = 0; entity < PARTS * ENTITIES_PER_PART; entity++) {
            reads.add(new TileRead(table, entity(entity), starts));
        }
        int[] count = new int[1];
        store.read(reads, (entity, start, bytes, offset, length) -> {
            assertThat(checkedBatch(entity, bytes, offset, length)).isEqualTo(batch);
            count[0]++;
        });
        return count[0];
    }

    private static long sharedStart() {
        return -TileFixture.MINUTE;
    }

    private static byte[] entity(int number) {
        return TileFixture.entity("entity " + number);
    }

    private static byte[] tile(long batch, int entity) {
        Random random = new Random(batch * 1_000 + entity);
        byte[] body = new byte[random.nextInt(900)];
        random.nextBytes(body);
        ByteBuffer tile = ByteBuffer.allocate(HEADER_BYTES + body.length);
        tile.putLong(batch).putLong(checksum(batch, entity, body)).put(body);
        return tile.array();
    }

    private static long checkedBatch(int entity, byte[] bytes, int offset, int length) {
        ByteBuffer tile = ByteBuffer.wrap(bytes, offset, length);
        long batch = tile.getLong();
        long checksum = tile.getLong();
        byte[] body = new byte[tile.remaining()];
        tile.get(body);
        assertThat(checksum).isEqualTo(checksum(batch, entity, body));
        return batch;
    }

    private static long checksum(long batch, int entity, byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(batch)
                .putLong(entity)
                .flip());
        checksum.update(body);
        return checksum.getValue();
    }
}
