package io.tesela.bench;

import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import io.tesela.core.time.TimeRange;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What one thread spends on reading tiles of random entities and on writing batches of 10,000 tiles. Takes the address
 * of an empty store, such as {@code embedded:/var/tmp/bench-store}. Not JMH: a batch takes a disk's time, and the
 * allocation of a read is measured beside its CPU time.
 */
public final class OnlineStoreBenchmark {
    private static final long MINUTE = 60_000_000L;
    private static final int ENTITIES = 1_000;
    private static final int TILES = 1_440;
    private static final int TILE_BYTES = 40;
    private static final int BATCH = 10_000;
    private static final List<Column> JOIN_KEY = List.of(new Column("user_id", DataType.STRING));
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final OnlineStore store;
    private final TileTable table = new TileTable(1, "bench", MINUTE, 24 * 60 * MINUTE);
    private final Random random = new Random(1);
    private final long epoch;
    private long batch;
    private long checksum;

    private OnlineStoreBenchmark(OnlineStore store) {
        this.store = store;
        this.epoch = store.claim(table, "benchmark");
    }

    public static void main(String[] arguments) {
        try (OnlineStore store = OnlineStores.open(URI.create(arguments[0]))) {
            OnlineStoreBenchmark benchmark = new OnlineStoreBenchmark(store);
            System.out.println("| | CPU µs | wall p50 µs | bytes allocated |");
            System.out.println("|---|---|---|---|");
            benchmark.fill();
            benchmark.readRange("read 30 tiles", 30, 300_000);
            benchmark.readRange("read 1,440 tiles", 1_440, 20_000);
            benchmark.readRange("read an entity that has none", 0, 300_000);
            benchmark.writeBatches();
        }
    }

    private void fill() {
        for (int first = 0; first < TILES; first += BATCH / ENTITIES) {
            List<TileWrite> writes = new ArrayList<>();
            for (int i = first; i < first + BATCH / ENTITIES; i++) {
                for (int entity = 0; entity < ENTITIES; entity++) {
                    writes.add(write(entity, i));
                }
            }
            writeBatch(writes);
        }
    }

    private void readRange(String name, int tiles, int operations) {
        List<List<TileRead>> reads = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            int entity = tiles == 0 ? ENTITIES + i : random.nextInt(ENTITIES);
            int last = tiles == 0 ? TILES : tiles + random.nextInt(TILES - tiles + 1);
            TimeRange starts = new TimeRange((last - Math.max(tiles, 30)) * MINUTE, last * MINUTE);
            reads.add(List.of(new TileRead(table, entity(entity), starts)));
        }
        int[] count = new int[1];
        measure(name, operations, i -> {
            count[0] = 0;
            store.read(reads.get(i % reads.size()), (read, start, bytes, offset, length) -> {
                count[0]++;
                checksum += bytes[offset];
            });
            if (count[0] != tiles) {
                throw new IllegalStateException("expected " + tiles + " tiles, found " + count[0]);
            }
        });
    }

    /** Batches like a stream's: each has 2,000 entities with two tiles and 6,000 of many with one. */
    private void writeBatches() {
        List<List<TileWrite>> batches = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<TileWrite> writes = new ArrayList<>();
            for (int entity = 0; entity < 2_000; entity++) {
                writes.add(write(entity, TILES + i / 2));
                writes.add(write(entity, TILES + i / 2 - 1));
            }
            for (int j = 0; j < 6_000; j++) {
                writes.add(write(random.nextInt(100_000), TILES + i / 2));
            }
            batches.add(writes);
        }
        measure("write a batch of 10,000 tiles", batches.size(), i -> writeBatch(batches.get(i)));
    }

    private void writeBatch(List<TileWrite> writes) {
        WriterToken token = new WriterToken(epoch, batch);
        store.beginBatch(table, token);
        store.write(table, token, writes);
        store.finishBatch(table, token, new StreamProgress("bench", batch, 0, 0, 0, 0, 0, 0, 0));
        batch++;
    }

    /** One operation, told its number. */
    private interface Operation {
        void run(int number);
    }

    /** Runs the operation; the first half warms up, the second counts. */
    private void measure(String name, int operations, Operation operation) {
        for (int i = 0; i < operations / 2; i++) {
            operation.run(i);
        }
        int counted = operations - operations / 2;
        long[] wall = new long[counted];
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < counted; i++) {
            long start = System.nanoTime();
            operation.run(operations / 2 + i);
            wall[i] = System.nanoTime() - start;
        }
        long cpu = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        Arrays.sort(wall);
        System.out.printf(
                "| %s | %.1f | %.1f | %,d |%n",
                name, cpu / 1e3 / counted, wall[counted / 2] / 1e3, allocated / counted);
    }

    private TileWrite write(int entity, int tile) {
        byte[] value = new byte[TILE_BYTES];
        random.nextBytes(value);
        return new TileWrite(entity(entity), tile * MINUTE, value);
    }

    private static byte[] entity(int number) {
        return EntityKey.encode(JOIN_KEY, List.of("user_" + number));
    }
}
