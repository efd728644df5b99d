package io.tesela.spark.stream;

import static io.tesela.spark.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.spark.SharedSpark;
import io.tesela.spark.stream.Purchases.Purchase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamJobRecoveryTest {
    private static final long SEED = 7;

    @TempDir
    Path folder;

    private StreamWorld world(String name) {
        return new StreamWorld(folder.resolve(name), "recovery-" + name);
    }

    /** What a stream of these batches comes to without any failure. */
    private StreamWorld uninterrupted(List<List<Purchase>> batches) {
        StreamWorld world = world("uninterrupted");
        batches.forEach(world::arrive);
        world.run(world.allFunctions());
        return world;
    }

    private static void assertSame(StreamWorld found, StreamWorld expected) {
        AppliedView view = found.allFunctions();
        AppliedView expectedView = expected.allFunctions();
        assertThat(found.dump(view)).isNotEmpty().isEqualTo(expected.dump(expectedView));
        StreamProgress progress = found.progress(view);
        StreamProgress wanted = expected.progress(expectedView);
        assertThat(progress)
                .usingRecursiveComparison()
                .ignoringFields("checkpoint", "finishedAtMicros")
                .isEqualTo(wanted);
        assertThat(found.deadLetterLines()).hasSize((int) progress.dead()).hasSize((int) wanted.dead());
    }

    @Test
    void s5_aBatchThatIsReplayedChangesNothing() throws Exception {
        StreamWorld world = world("replay");
        AppliedView view = world.allFunctions();
        new Purchases(SEED).batches(4, 60).forEach(world::arrive);
        world.run(view);
        var tiles = world.dump(view);
        StreamProgress progress = world.progress(view);
        List<String> deadLetters = world.deadLetterLines();
        for (int again = 0; again < 2; again++) {
            Files.delete(world.checkpoint().resolve("commits/3"));
            Files.deleteIfExists(world.checkpoint().resolve("commits/.3.crc"));
            world.run(view);
            assertThat(world.dump(view)).isEqualTo(tiles);
            assertThat(world.progress(view)).isEqualTo(progress);
            assertThat(world.deadLetterLines()).isEqualTo(deadLetters);
        }
    }

    @Test
    void s5_aJobThatFailsAtAnyPointOfTheSinkGoesOnAsIfItHadNot() {
        List<List<Purchase>> batches = new Purchases(SEED).batches(7, 60);
        StreamWorld world = world("failing");
        AppliedView view = world.allFunctions();
        batches.forEach(world::arrive);
        Queue<String> points = new ArrayDeque<>(List.of(
                "before begin",
                "after begin",
                "before write",
                "within write",
                "after write",
                "before finish",
                "after finish"));
        FailingStoreProvider.hook("recovery-failing", (point, batch) -> {
            if (point.equals(points.peek()) && batch == 7 - points.size()) {
                throw new IllegalStateException("failed " + points.remove());
            }
        });
        URI address = URI.create("failing:recovery-failing");
        int failures = 0;
        while (!points.isEmpty()) {
            String point = String.valueOf(points.peek());
            assertThatThrownBy(() -> world.run(view, settings -> settings.store(address)))
                    .hasMessageContaining("failed " + point);
            failures++;
        }
        world.run(view, settings -> settings.store(address));
        assertThat(failures).isEqualTo(7);
        assertSame(world, uninterrupted(batches));
    }

    @Test
    void s5_aFencedOlderJobEndsAndWritesNothing() {
        StreamWorld world = world("fenced");
        AppliedView view = world.simple();
        new Purchases(SEED).batches(3, 40).forEach(world::arrive);
        TreeSet<String> seen = new TreeSet<>();
        FailingStoreProvider.hook("recovery-fenced", (point, batch) -> {
            if (batch == 1 && point.equals("before write") && seen.add("claimed")) {
                seen.addAll(world.dump(view).keySet());
                try (OnlineStore store = OnlineStores.open(world.address())) {
                    store.claim(view.table(), "the newer job");
                }
            }
        });
        assertRefused(
                () -> world.run(view, settings -> settings.store(URI.create("failing:recovery-fenced"))),
                ErrorCode.FENCED,
                "the newer job");
        seen.remove("claimed");
        assertThat(world.dump(view).keySet()).isEqualTo(seen);
    }

    @Test
    void aSecondJobOfAViewIsRefusedWithItsHolder() {
        StreamWorld world = world("second");
        AppliedView view = world.simple();
        StreamJobSettings settings = world.settings().run(StreamJobSettings.Run.UNTIL_STOPPED);
        try (RunningStreamJob first = StreamJob.start(SharedSpark.session(), view, settings)) {
            assertRefused(
                    () -> StreamJob.start(SharedSpark.session(), view, settings),
                    ErrorCode.CONFLICT,
                    "process " + ProcessHandle.current().pid(),
                    "'spending'");
            assertThat(first.status().state()).isEqualTo(JobStatus.State.RUNNING);
        }
        world.run(view);
    }

    @Test
    void s6_aLostOrOlderCheckpointIsRefused() throws Exception {
        StreamWorld world = world("lost");
        AppliedView view = world.simple();
        new Purchases(SEED).batches(3, 20).forEach(world::arrive);
        world.run(view);

        Path offsets = world.checkpoint().resolve("offsets");
        Path aside = folder.resolve("2");
        Files.move(offsets.resolve("2"), aside);
        assertRefused(
                () -> world.run(view),
                ErrorCode.INCOMPATIBLE_STATE,
                "ends with batch 1",
                "holds batch 2",
                "older copy");
        Files.move(aside, offsets.resolve("2"));

        Path fingerprint = world.checkpoint().resolve("tesela-fingerprint.json");
        Path kept = folder.resolve("fingerprint");
        Files.move(fingerprint, kept);
        assertRefused(() -> world.run(view), ErrorCode.INCOMPATIBLE_STATE, "has no tesela-fingerprint.json");
        Files.move(kept, fingerprint);

        Folders.delete(world.checkpoint());
        assertRefused(() -> world.run(view), ErrorCode.INCOMPATIBLE_STATE, "another checkpoint", "rebuild");

        StreamJob.discard(view, world.settings());
        assertThat(world.dump(view)).isEmpty();
        world.run(view);
        assertThat(world.progress(view).rows()).isEqualTo(60);
    }
}
