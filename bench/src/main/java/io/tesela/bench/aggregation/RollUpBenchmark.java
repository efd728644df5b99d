package io.tesela.bench.aggregation;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.aggregation.TileLayout;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rolls the encoded tiles of one entity up into windows of 1 h, 1 d, 7 d and 30 d. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init")
public class RollUpBenchmark {
    private static final long MINUTE = 60_000_000;

    /** How many tiles, how long one is, and over which span they are spread. */
    public enum Tiles {
        HOUR_OF_60(60, 1, 60),
        DAY_OF_288(288, 5, 24 * 60),
        MONTH_OF_1440(1440, 30, 30 * 24 * 60),
        MONTH_OF_5000(5000, 5, 30 * 24 * 60);

        private final int count;
        private final int intervalMinutes;
        private final int spanMinutes;

        Tiles(int count, int intervalMinutes, int spanMinutes) {
            this.count = count;
            this.intervalMinutes = intervalMinutes;
            this.spanMinutes = spanMinutes;
        }

        int count() {
            return count;
        }
    }

    @Param({"SUM", "FIVE_BASICS", "ALL"})
    private Workload workload;

    @Param
    private Tiles tiles;

    private RollUp rollUp;
    private long leadingEdge;
    private long[] starts;
    private byte[][] bytes;

    @Setup
    public void prepare() {
        TileLayout layout = workload.layout();
        long interval = tiles.intervalMinutes * MINUTE;
        int room = tiles.spanMinutes / tiles.intervalMinutes;
        leadingEdge = 1_000_000 * MINUTE / interval * interval;
        rollUp = layout.rollUp(workload.features(), Duration.ofMinutes(tiles.intervalMinutes), LeadingTile.COMPLETE);
        starts = new long[tiles.count];
        bytes = new byte[tiles.count][];
        Random random = new Random(1);
        for (int i = 0; i < tiles.count; i++) {
            starts[i] = leadingEdge - (room - (long) i * room / tiles.count) * interval;
            bytes[i] = workload.tile(layout, starts[i], interval, random);
        }
    }

    @Benchmark
    public FeatureValue[] rollUp() {
        RollUp.Run run = rollUp.at(leadingEdge);
        for (int i = 0; i < starts.length; i++) {
            byte[] tile = bytes[i];
            run.tile(starts[i], tile, 0, tile.length);
        }
        return run.finish();
    }
}
