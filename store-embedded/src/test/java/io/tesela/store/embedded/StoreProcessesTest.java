package io.tesela.store.embedded;

import static io.tesela.testkit.store.TileFixture.table;
import static io.tesela.testkit.store.TileFixture.tile;
import static io.tesela.testkit.store.TileFixture.tiles;
import static io.tesela.testkit.store.TileFixture.writeBatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileTable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store, several processes, some of them killed, stopped or out of disk. */
class StoreProcessesTest {
    private static final TileTable TABLE = table(1);
    private static final long SEED = 38;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private OnlineStore store;

    @BeforeEach
    void open() {
        store = OnlineStores.open(URI.create("embedded:" + folder.resolve("store")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoreProcess start() {
        return StoreProcess.start(folder.resolve("store"));
    }

    @Test
    void f38_killedWriterLosesNoAcknowledgedBatchAndTearsNoTile() {
        Random random = new Random(SEED);
        long last = -1;
        for (int kill = 0; kill < 12; kill++) {
            try (StoreProcess writer = start()) {
                writer.ask("claim writer-" + kill);
                writer.send("forever " + (last + 1));
                int acknowledged = random.nextInt(12);
                for (int i = 0; i < acknowledged; i++) {
                    last++;
                    writer.expect("finished " + last);
                }
                spin(random.nextInt(4_000));
                writer.kill();
            }
            long finished = store.progress(TABLE).map(StreamProgress::batch).orElse(-1L);
            assertThat(finished).as("kill %d, seed %d", kill, SEED).isGreaterThanOrEqualTo(last);
            last = finished;
            if (last >= 0) {
                ChecksummedBatch.check(store, TABLE, last);
            }
        }
        assertThat(last).isGreaterThan(10);
    }

    @Test
    void readerSeesABatchOfAnotherProcessAsSoonAsItIsFinished() {
        assertThat(tiles(store, TABLE, "ada")).isEmpty();
        try (StoreProcess writer = start()) {
            assertThat(writer.ask("claim writer")).isEqualTo("epoch 1");
            for (long batch = 0; batch < 60; batch++) {
                assertThat(writer.ask("batch " + batch)).isEqualTo("finished " + batch);
                assertThat(store.progress(TABLE).orElseThrow().batch()).isEqualTo(batch);
                ChecksummedBatch.check(store, TABLE, batch);
            }
        }
    }

    @Test
    void processesDropAndMakeATableUnderEachOther() {
        writeBatch(store, TABLE, 0, tile("ada", 0, "mine"));
        try (StoreProcess other = start()) {
            assertThat(other.ask("read")).isEqualTo("{0=mine}");
            assertThat(other.ask("drop")).isEqualTo("dropped");
            assertThat(tiles(store, TABLE, "ada")).isEmpty();
            assertThat(other.ask("read")).isEqualTo("{}");
            assertThat(other.ask("claim other")).isEqualTo("epoch 1");
            assertThat(other.ask("write 0 theirs")).isEqualTo("written");
            assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "theirs"));
            store.drop(TABLE);
            writeBatch(store, TABLE, 0, tile("ada", 0, "mine again"));
            assertThat(other.ask("read")).isEqualTo("{0=mine again}");
            assertThat(other.ask("write 1 theirs")).isEqualTo("written");
        }
    }

    @Test
    void s5_f03_stoppedWriterIsFencedWhenItGoesOn() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 3; round++) {
            store.drop(TABLE);
            try (StoreProcess zombie = start()) {
                zombie.ask("claim zombie");
                zombie.send("forever 0");
                zombie.expect("finished 0");
                spin(random.nextInt(4_000));
                zombie.signal("STOP");
                CompletableFuture<Long> claim = CompletableFuture.supplyAsync(() -> store.claim(TABLE, "successor"));
                if (!isDoneSoon(claim)) {
                    // It was stopped within a transaction, whose lock nobody can take away from it.
                    zombie.signal("CONT");
                }
                long epoch = claim.get();
                assertThat(epoch).isEqualTo(2);
                zombie.signal("CONT");
                assertThat(lastAnswer(zombie)).startsWith("FENCED ").contains("'successor' has taken over");
                long finished = store.progress(TABLE).orElseThrow().batch();
                assertThat(zombie.ask("batch " + (finished + 1))).startsWith("FENCED ");
                ChecksummedBatch.check(store, TABLE, finished);
            }
        }
    }

    @Test
    void f03_valueOfTheSuccessorStays() {
        try (StoreProcess zombie = start()) {
            zombie.ask("claim zombie");
            zombie.ask("write 0 old");
            writeBatch(store, TABLE, 0, tile("ada", 0, "new"));
            assertThat(zombie.ask("write 0 old")).startsWith("FENCED ").contains("'writer' has taken over");
            assertThat(zombie.ask("write 1 old")).startsWith("FENCED ");
            assertThat(zombie.ask("read")).isEqualTo("{0=new}");
        }
    }

    @Test
    void writeThatTheDiskHasNoRoomForIsRefusedWhole() {
        long finished = -1;
        try (StoreProcess writer = StoreProcess.startWithLargestFile(3_000, folder.resolve("store"))) {
            writer.ask("claim writer");
            String answer = writer.ask("batch 0");
            while (answer.startsWith("finished")) {
                finished++;
                answer = writer.ask("batch " + (finished + 1));
            }
            assertThat(answer).startsWith("UNAVAILABLE ").contains("Is the disk full?");
            assertThat(finished).isGreaterThan(2);
            assertThat(store.progress(TABLE).orElseThrow().batch()).isEqualTo(finished);
            ChecksummedBatch.check(store, TABLE, finished);
        }
        try (StoreProcess writer = start()) {
            writer.ask("claim writer");
            long next = finished + 1;
            assertThat(writer.ask("batch " + next)).isEqualTo("finished " + next);
            ChecksummedBatch.check(store, TABLE, next);
        }
    }

    private static String lastAnswer(StoreProcess process) {
        String answer = process.answer();
        while (answer.startsWith("finished ")) {
            answer = process.answer();
        }
        return answer;
    }

    private static boolean isDoneSoon(CompletableFuture<Long> future) throws InterruptedException, ExecutionException {
        try {
            future.get(300, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Lets some time pass, so that the writer is caught at another point each time. */
    private static void spin(int microseconds) {
        long end = System.nanoTime() + microseconds * 1_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
