package io.tesela.testkit.store;

import static io.tesela.testkit.store.TileFixture.ALWAYS;
import static io.tesela.testkit.store.TileFixture.DAY;
import static io.tesela.testkit.store.TileFixture.HOUR;
import static io.tesela.testkit.store.TileFixture.MINUTE;
import static io.tesela.testkit.store.TileFixture.entity;
import static io.tesela.testkit.store.TileFixture.progress;
import static io.tesela.testkit.store.TileFixture.table;
import static io.tesela.testkit.store.TileFixture.tile;
import static io.tesela.testkit.store.TileFixture.tiles;
import static io.tesela.testkit.store.TileFixture.writeBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every online store must do. A store's test extends this and says how to open it. */
public abstract class OnlineStoreContract {
    private static final TileTable TABLE = table(1);
    private static final long NOW = 20_000 * DAY;

    private OnlineStore store;

    /** Opens the store that this test uses; each call within one test opens the same data. */
    protected abstract OnlineStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    // ---- reading and writing

    @Test
    void tableThatNobodyClaimedIsEmpty() {
        assertThat(tiles(store, TABLE, "ada")).isEmpty();
        assertThat(store.progress(TABLE)).isEmpty();
        store.expire(TABLE, NOW);
        store.drop(TABLE);
        store.read(List.of(), (read, start, bytes, offset, length) -> {
            throw new AssertionError("no read was asked for");
        });
    }

    @Test
    void writtenTilesAreReadByAnotherHandle() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "a"), tile("ada", MINUTE, "b"));
        try (OnlineStore other = open()) {
            assertThat(tiles(other, TABLE, "ada")).containsExactlyInAnyOrderEntriesOf(Map.of(0L, "a", MINUTE, "b"));
        }
    }

    @Test
    void tileReplacesTheOneOfTheSameEntityAndStart() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "a much longer value"), tile("bob", 0, "x"));
        writeBatch(store, TABLE, 0, tile("ada", 0, "short"));
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "short"));
        assertThat(tiles(store, TABLE, "bob")).isEqualTo(Map.of(0L, "x"));
    }

    @Test
    void f43_lastOfEqualTilesInOneListCounts() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "z"), tile("bob", 0, "b"), tile("ada", 0, "a"), tile("ada", 0, "m"));
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "m"));
    }

    @Test
    void tilesComeInOrderWhateverTheOrderOfWriting() {
        List<TileWrite> writes = new ArrayList<>();
        for (long start = -500; start < 500; start++) {
            writes.add(tile("ada", start * HOUR, "at " + start));
        }
        Collections.shuffle(writes, new Random(7));
        writeBatch(store, TABLE, 0, writes.toArray(TileWrite[]::new));
        assertThat(tiles(store, TABLE, "ada")).hasSize(1000).containsEntry(-500 * HOUR, "at -500");
    }

    @Test
    void rangeHoldsItsStartAndNotItsEnd() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "0"), tile("ada", MINUTE, "1"), tile("ada", 2 * MINUTE, "2"));
        assertThat(tiles(store, TABLE, "ada", new TimeRange(0, 2 * MINUTE))).containsOnlyKeys(0L, MINUTE);
        assertThat(tiles(store, TABLE, "ada", new TimeRange(1, 2 * MINUTE + 1))).containsOnlyKeys(MINUTE, 2 * MINUTE);
        assertThat(tiles(store, TABLE, "ada", new TimeRange(MINUTE, MINUTE))).isEmpty();
        assertThat(tiles(store, TABLE, "ada", new TimeRange(2 * MINUTE, 0))).isEmpty();
        assertThat(tiles(store, TABLE, "ada", new TimeRange(2 * MINUTE + 1, Long.MAX_VALUE)))
                .isEmpty();
        assertThat(tiles(store, TABLE, "ada", new TimeRange(Long.MIN_VALUE, 0))).isEmpty();
    }

    @Test
    void tilesAtTheEndsOfTimeAreKept() {
        long first = -(Long.MAX_VALUE / MINUTE) * MINUTE;
        long last = Math.floorDiv(Long.MAX_VALUE, MINUTE) * MINUTE;
        writeBatch(store, TABLE, 0, tile("ada", last, "last"), tile("ada", first, "first"), tile("ada", 0, "0"));
        assertThat(tiles(store, TABLE, "ada")).containsOnlyKeys(first, 0L, last);
    }

    @Test
    void oneReadTakesSeveralEntitiesAndTables() {
        TileTable second = new TileTable(2, "view_2", HOUR, 30 * DAY);
        writeBatch(store, TABLE, 0, tile("ada", 0, "ada 1"), tile("bob", 0, "bob 1"));
        writeBatch(store, second, 0, tile("ada", 0, "ada 2"), tile("ada", HOUR, "ada 2b"));
        List<Map<Long, String>> found = tiles(
                store,
                List.of(
                        new TileRead(second, entity("ada"), ALWAYS),
                        new TileRead(TABLE, entity("bob"), ALWAYS),
                        new TileRead(TABLE, entity("nobody"), ALWAYS),
                        new TileRead(second, entity("bob"), ALWAYS),
                        new TileRead(table(3), entity("ada"), ALWAYS),
                        new TileRead(TABLE, entity("ada"), ALWAYS),
                        new TileRead(second, entity("ada"), new TimeRange(HOUR, HOUR + 1))));
        assertThat(found)
                .containsExactly(
                        Map.of(0L, "ada 2", HOUR, "ada 2b"),
                        Map.of(0L, "bob 1"),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(0L, "ada 1"),
                        Map.of(HOUR, "ada 2b"));
    }

    @Test
    void emptyListAndEmptyTileAreTaken() {
        WriterToken token = writeBatch(store, TABLE, 0, tile("ada", 0, ""));
        store.write(TABLE, token, List.of());
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, ""));
    }

    @Test
    void largeTilesAreKeptWhole() {
        Random random = new Random(11);
        byte[] large = new byte[300_000];
        random.nextBytes(large);
        writeBatch(store, TABLE, 0, new TileWrite(entity("ada"), 0, large), tile("ada", MINUTE, "small"));
        List<byte[]> found = new ArrayList<>();
        store.read(
                List.of(new TileRead(TABLE, entity("ada"), ALWAYS)),
                (read, start, bytes, offset, length) -> found.add(Arrays.copyOfRange(bytes, offset, offset + length)));
        assertThat(found).hasSize(2);
        assertThat(found.get(0)).isEqualTo(large);
        assertThat(found.get(1)).asString().isEqualTo("small");
    }

    @Test
    void manyTilesInOneCall() {
        List<TileWrite> writes = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            writes.add(tile("user " + i % 1000, i / 1000 * MINUTE, "tile " + i));
        }
        writeBatch(store, TABLE, 0, writes.toArray(TileWrite[]::new));
        for (int user : new int[] {0, 1, 500, 999}) {
            Map<Long, String> found = tiles(store, TABLE, "user " + user);
            assertThat(found).hasSize(50).containsEntry(49 * MINUTE, "tile " + (49_000 + user));
        }
    }

    @Test
    void writerMayReuseItsArrays() {
        byte[] entity = entity("ada");
        byte[] value = {1, 2, 3};
        writeBatch(store, TABLE, 0, new TileWrite(entity, 0, value));
        Arrays.fill(value, (byte) 9);
        Arrays.fill(entity, (byte) 9);
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "\1\2\3"));
    }

    @Test
    void f12_f48_everyKeyIsItsOwn() {
        List<byte[]> keys = new ArrayList<>(OddKeys.all());
        byte[] zeroFirst = {0, 1, 2};
        keys.add(zeroFirst);
        List<TileWrite> writes = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            writes.add(new TileWrite(keys.get(i), 0, ("key " + i).getBytes(StandardCharsets.UTF_8)));
            writes.add(new TileWrite(keys.get(i), MINUTE, new byte[] {1}));
        }
        writeBatch(store, TABLE, 0, writes.toArray(TileWrite[]::new));
        List<TileRead> reads = new ArrayList<>();
        for (byte[] key : keys) {
            reads.add(new TileRead(TABLE, key, ALWAYS));
        }
        List<Map<Long, String>> found = tiles(store, reads);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(found.get(i)).isEqualTo(Map.of(0L, "key " + i, MINUTE, "\1"));
        }
    }

    @Test
    void integerKeysOfBothWidthsAreOne() {
        byte[] narrow = EntityKey.encode(List.of(new Column("id", DataType.INT32)), List.of(7));
        byte[] wide = EntityKey.encode(List.of(new Column("id", DataType.INT64)), List.of(7L));
        writeBatch(store, TABLE, 0, new TileWrite(narrow, 0, new byte[] {65}));
        assertThat(tiles(store, List.of(new TileRead(TABLE, wide, ALWAYS)))).containsExactly(Map.of(0L, "A"));
    }

    // ---- the fence

    @Test
    void claimGivesHigherEpochs() {
        long first = store.claim(TABLE, "first");
        long second = store.claim(TABLE, "second");
        reopen();
        long third = store.claim(TABLE, "third");
        assertThat(first).isLessThan(second);
        assertThat(second).isLessThan(third);
        assertThat(store.claim(table(2), "other")).isPositive();
    }

    @Test
    void s5_f03_olderEpochIsFenced() {
        WriterToken zombie = writeBatch(store, TABLE, 0, tile("ada", 0, "old"));
        WriterToken successor = new WriterToken(store.claim(TABLE, "the successor"), 0);
        assertThat(store.progress(TABLE)).contains(progress(0, 0));
        assertFenced(() -> store.beginBatch(TABLE, zombie), "the successor");
        assertFenced(() -> store.beginBatch(TABLE, new WriterToken(zombie.epoch(), 1)), "the successor");
        assertFenced(() -> store.write(TABLE, zombie, List.of(tile("ada", 0, "zombie"))), "the successor");
        assertFenced(() -> store.finishBatch(TABLE, zombie, progress(0, 99)), "the successor");
        store.beginBatch(TABLE, successor);
        store.write(TABLE, successor, List.of(tile("ada", 0, "new")));
        assertFenced(() -> store.write(TABLE, zombie, List.of(tile("ada", 0, "zombie"))), "the successor");
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "new"));
        assertThat(store.progress(TABLE)).contains(progress(0, 0));
    }

    @Test
    void s5_f42_olderBatchIsFenced() {
        WriterToken first = writeBatch(store, TABLE, 0, tile("ada", 0, "0"));
        WriterToken second = new WriterToken(first.epoch(), 1);
        store.beginBatch(TABLE, second);
        assertFenced(() -> store.beginBatch(TABLE, first), "batch 1");
        assertFenced(() -> store.write(TABLE, first, List.of(tile("ada", 0, "late"))), "batch 1");
        assertFenced(() -> store.finishBatch(TABLE, first, progress(0, 99)), "batch 1");
        store.write(TABLE, second, List.of(tile("ada", 0, "1")));
        assertFenced(() -> store.write(TABLE, first, List.of(tile("ada", 0, "late"))), "batch 1");
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "1"));
    }

    @Test
    void fenceHoldsAfterReopening() {
        WriterToken zombie = writeBatch(store, TABLE, 0, tile("ada", 0, "old"));
        WriterToken successor = new WriterToken(store.claim(TABLE, "the successor"), 5);
        store.beginBatch(TABLE, successor);
        reopen();
        assertFenced(() -> store.write(TABLE, zombie, List.of()), "the successor");
        assertFenced(() -> store.write(TABLE, new WriterToken(successor.epoch(), 4), List.of()), "batch 5");
        store.write(TABLE, successor, List.of(tile("ada", 0, "new")));
    }

    @Test
    void newEpochMayCountItsBatchesAnew() {
        WriterToken old = new WriterToken(store.claim(TABLE, "old"), 1_000);
        store.beginBatch(TABLE, old);
        writeBatch(store, TABLE, 0, tile("ada", 0, "batch 0 of a new checkpoint"));
        assertThat(tiles(store, TABLE, "ada")).hasSize(1);
    }

    @Test
    void writeWithoutBeginIsRefused() {
        WriterToken token = new WriterToken(store.claim(TABLE, "writer"), 0);
        assertRefused(() -> store.write(TABLE, token, List.of(tile("ada", 0, "a"))), ErrorCode.INVALID_ARGUMENT);
        assertRefused(() -> store.finishBatch(TABLE, token, progress(0, 0)), ErrorCode.INVALID_ARGUMENT);
        assertThat(tiles(store, TABLE, "ada")).isEmpty();
    }

    @Test
    void epochThatWasNeverGivenIsFenced() {
        assertFenced(() -> store.beginBatch(TABLE, new WriterToken(1, 0)), "claimed");
        long epoch = store.claim(TABLE, "writer");
        assertFenced(() -> store.beginBatch(TABLE, new WriterToken(epoch + 1, 0)), "dropped");
    }

    @Test
    void s5_f02_replayChangesNothing() {
        WriterToken token = writeBatch(store, TABLE, 5, tile("ada", 0, "a"), tile("bob", 0, "b"));
        for (int replay = 0; replay < 3; replay++) {
            reopen();
            store.beginBatch(TABLE, token);
            store.write(TABLE, token, List.of(tile("bob", 0, "b")));
            store.write(TABLE, token, List.of(tile("ada", 0, "a")));
            store.finishBatch(TABLE, token, progress(0, 5));
            assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "a"));
            assertThat(tiles(store, TABLE, "bob")).isEqualTo(Map.of(0L, "b"));
            assertThat(store.progress(TABLE)).contains(progress(0, 5));
        }
    }

    // ---- progress and the table's facts

    @Test
    void progressIsWhatTheLastFinishedBatchRecorded() {
        WriterToken first = new WriterToken(store.claim(TABLE, "writer"), 0);
        store.beginBatch(TABLE, first);
        store.write(TABLE, first, List.of(tile("ada", 0, "a")));
        assertThat(store.progress(TABLE)).isEmpty();
        StreamProgress progress =
                new StreamProgress("ünï/checkpoint", 0, -1, Long.MIN_VALUE, 3, 4, 5, 6, Long.MAX_VALUE);
        store.finishBatch(TABLE, first, progress);
        store.beginBatch(TABLE, new WriterToken(first.epoch(), 1));
        reopen();
        assertThat(store.progress(TABLE)).contains(progress);
        assertThat(store.progress(table(2))).isEmpty();
    }

    @Test
    void otherIntervalIsRefused() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
        TileTable other = new TileTable(TABLE.id(), TABLE.view(), 2 * MINUTE, DAY);
        reopen();
        assertRefused(() -> store.claim(other, "writer"), ErrorCode.INCOMPATIBLE_STATE);
        assertRefused(() -> tiles(store, other, "ada"), ErrorCode.INCOMPATIBLE_STATE);
        assertRefused(() -> store.progress(other), ErrorCode.INCOMPATIBLE_STATE);
    }

    @Test
    void retentionMayGrowAndNotShrink() {
        writeBatch(store, TABLE, NOW, tile("ada", NOW - 2 * DAY, "old"), tile("ada", NOW, "new"));
        TileTable longer = new TileTable(TABLE.id(), TABLE.view(), MINUTE, 60 * DAY);
        store.claim(longer, "writer");
        assertRefused(() -> store.claim(TABLE, "writer"), ErrorCode.INCOMPATIBLE_STATE);
        store.expire(TABLE, NOW);
        assertThat(tiles(store, TABLE, "ada")).hasSize(2);
        assertThat(tiles(store, longer, "ada")).hasSize(2);
    }

    // ---- expiry

    @Test
    void o3_f45_tileThatCanStillBeAskedForIsKept() {
        long start = NOW - DAY - MINUTE;
        for (long now = NOW - 1; now <= NOW; now++) {
            writeBatch(store, TABLE, NOW + DAY, tile("ada", start, "a"));
            store.expire(TABLE, now);
            assertThat(tiles(store, TABLE, "ada")).as("%d", now - NOW).hasSize(1);
        }
    }

    @Test
    void o3_tileIsKeptForTheLatestEventToo() {
        long start = NOW - DAY - MINUTE;
        writeBatch(store, TABLE, NOW, tile("ada", start, "a"));
        store.expire(TABLE, NOW + 365 * DAY);
        assertThat(tiles(store, TABLE, "ada")).hasSize(1);
    }

    @Test
    void o3_nothingExpiresWithoutProgress() {
        WriterToken token = new WriterToken(store.claim(TABLE, "writer"), 0);
        store.beginBatch(TABLE, token);
        store.write(TABLE, token, List.of(tile("ada", 0, "a")));
        store.expire(TABLE, NOW);
        assertThat(tiles(store, TABLE, "ada")).hasSize(1);
    }

    @Test
    void o3_tilesLongPastTheRetentionAreGone() {
        long gone = NOW - DAY - DAY / 2 - DAY - MINUTE - 1;
        long kept = NOW - DAY - MINUTE;
        List<TileWrite> writes = new ArrayList<>();
        for (long start = Math.floorDiv(gone, MINUTE) * MINUTE; start > gone - 2 * DAY; start -= 7 * MINUTE) {
            writes.add(tile("ada", start, "gone"));
        }
        writes.add(tile("ada", kept, "kept"));
        writes.add(tile("ada", NOW, "new"));
        writeBatch(store, TABLE, NOW, writes.toArray(TileWrite[]::new));
        store.expire(TABLE, NOW);
        assertThat(tiles(store, TABLE, "ada")).containsOnlyKeys(kept, NOW);
        store.expire(TABLE, NOW);
        reopen();
        assertThat(tiles(store, TABLE, "ada")).containsOnlyKeys(kept, NOW);
        assertThat(store.progress(TABLE)).contains(progress(0, NOW));
    }

    @Test
    void f45_tileWrittenAgainIsKept() {
        writeBatch(store, TABLE, NOW, tile("ada", NOW - 30 * DAY, "old"));
        store.expire(TABLE, NOW);
        writeBatch(store, TABLE, NOW, tile("ada", NOW, "new"));
        store.expire(TABLE, NOW);
        assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(NOW, "new"));
    }

    @Test
    void storeThatExpiresForMonthsStaysRight() {
        for (int day = 0; day < 60; day++) {
            long now = NOW + day * DAY;
            writeBatch(store, TABLE, now, tile("ada", now, "day " + day), tile("ada", now - HOUR, "before"));
            store.expire(TABLE, now);
            assertThat(tiles(store, TABLE, "ada"))
                    .containsEntry(now, "day " + day)
                    .containsKey(day == 0 ? now : now - DAY)
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void tilesFarApartInTimeAreKept() {
        List<TileWrite> writes = new ArrayList<>();
        for (int year = 0; year < 500; year++) {
            writes.add(tile("ada", year * 365L * DAY, "year " + year));
        }
        writeBatch(store, TABLE, 0, writes.toArray(TileWrite[]::new));
        reopen();
        assertThat(tiles(store, TABLE, "ada")).hasSize(500).containsEntry(499 * 365 * DAY, "year 499");
        assertThat(tiles(store, TABLE, "ada", new TimeRange(3 * 365 * DAY, 5 * 365 * DAY)))
                .hasSize(2);
    }

    // ---- dropping

    @Test
    void dropRemovesEverythingAndFencesTheWriter() {
        WriterToken token = writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
        writeBatch(store, table(2), 0, tile("ada", 0, "other"));
        try (OnlineStore other = open()) {
            assertThat(tiles(other, TABLE, "ada")).hasSize(1);
            store.drop(TABLE);
            assertThat(tiles(other, TABLE, "ada")).isEmpty();
            assertThat(other.progress(TABLE)).isEmpty();
            assertFenced(() -> other.write(TABLE, token, List.of(tile("ada", 0, "a"))), "dropped");
            assertFenced(() -> store.beginBatch(TABLE, token), "dropped");
        }
        assertThat(tiles(store, TABLE, "ada")).isEmpty();
        assertThat(tiles(store, table(2), "ada")).isEqualTo(Map.of(0L, "other"));
    }

    @Test
    void droppedTableCanBeMadeAgainWithAnotherInterval() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
        store.drop(TABLE);
        TileTable other = new TileTable(TABLE.id(), TABLE.view(), HOUR, HOUR);
        writeBatch(store, other, 0, tile("bob", 0, "b"));
        assertThat(tiles(store, other, "ada")).isEmpty();
        assertThat(tiles(store, other, "bob")).isEqualTo(Map.of(0L, "b"));
    }

    // ---- several at once

    @Test
    void readersSeeWholeTilesDuringWrites() throws Exception {
        int entities = 20;
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            WriterToken first = writeBatch(store, TABLE, 0, tile("user 0", 0, "seed"));
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                running.add(readers.submit(() -> readWholeTiles(entities, done)));
            }
            for (int batch = 1; batch <= 40; batch++) {
                WriterToken token = new WriterToken(first.epoch(), batch);
                store.beginBatch(TABLE, token);
                List<TileWrite> writes = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    String content = (batch + ";").repeat(1 + (batch * 31 + i) % 200);
                    writes.add(tile("user " + i % entities, i / entities * HOUR, content));
                }
                store.write(TABLE, token, writes);
                store.finishBatch(TABLE, token, progress(batch, batch));
            }
            done.set(true);
            for (Future<?> reader : running) {
                reader.get();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    private void readWholeTiles(int entities, AtomicBoolean done) {
        for (int i = 0; !done.get(); i++) {
            for (String tile : tiles(store, TABLE, "user " + i % entities).values()) {
                String[] parts = tile.split(";", -1);
                assertThat(parts[0].equals("seed")
                                || Arrays.stream(parts).distinct().count() == 2)
                        .as(tile)
                        .isTrue();
            }
        }
    }

    @Test
    void severalThreadsWriteOneBatch() throws Exception {
        WriterToken token = new WriterToken(store.claim(TABLE, "writer"), 0);
        store.beginBatch(TABLE, token);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String entity = "user " + thread;
                running.add(writers.submit(() -> {
                    for (int day = 0; day < 20; day++) {
                        store.write(TABLE, token, List.of(tile(entity, day * DAY, "day " + day)));
                    }
                }));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        } finally {
            writers.shutdownNow();
        }
        store.finishBatch(TABLE, token, progress(0, 0));
        for (int thread = 0; thread < 4; thread++) {
            assertThat(tiles(store, TABLE, "user " + thread)).hasSize(20);
        }
    }

    private static void assertFenced(ThrowingCallable call, String by) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                .hasMessageContaining(TABLE.view())
                .hasMessageContaining(by);
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
