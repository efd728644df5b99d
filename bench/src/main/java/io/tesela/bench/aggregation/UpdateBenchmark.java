package io.tesela.bench.aggregation;

import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.aggregation.TileLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Adds events to tiles; an operation is one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class UpdateBenchmark {
    private static final int EVENTS = 1024;

    @Param
    private Workload workload;

    /** After how many events the next tile begins. */
    @Param({"8", "1024"})
    private int eventsPerTile;

    private TileAccumulator tile;
    private final Workload.Row[] rows = new Workload.Row[EVENTS];

    @Setup
    public void prepare() {
        TileLayout layout = workload.layout();
        Random random = new Random(1);
        for (int i = 0; i < EVENTS; i++) {
            rows[i] = workload.row(layout, random);
        }
        tile = layout.accumulator();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public TileAccumulator update() {
        int next = 0;
        for (int i = 0; i < EVENTS; i++) {
            if (i == next) {
                tile.reset();
                next += eventsPerTile;
            }
            tile.add(i * 1_000L, rows[i]);
        }
        return tile;
    }
}
