package io.tesela.bench.aggregation;

import io.tesela.bench.aggregation.RollUpBenchmark.Tiles;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of this package and prints the tables of {@code docs/performance.md}. */
public final class AggregationBenchmarks {
    /** Chronon's own code on a machine like the one that the tables were made on: microseconds by number of tiles. */
    private static final Map<Workload, List<Double>> PEER_ROLL_UP = Map.of(
            Workload.SUM, List.of(120.0, 338.0, 1287.0, 4767.0),
            Workload.FIVE_BASICS, List.of(267.0, 986.0, 4122.0, 13056.0),
            Workload.ALL, List.of(1113.0, 4287.0, 20703.0, 70596.0));

    /** Nanoseconds per event; it gives 9 to 12 for the simple functions. */
    private static final Map<Workload, String> PEER_UPDATE = Map.of(
            Workload.SUM, "9–12",
            Workload.FIVE_BASICS, "9–12 each",
            Workload.LAST_10, "43",
            Workload.APPROX_DISTINCT, "53",
            Workload.ALL, "–");

    private AggregationBenchmarks() {}

    /** @param arguments a pattern for the benchmarks to run; all if there is none */
    public static void main(String[] arguments) throws RunnerException {
        String pattern = arguments.length > 0 ? arguments[0] : "io.tesela.bench.aggregation";
        Options options = new OptionsBuilder()
                .include(pattern)
                .addProfiler(ThreadCpu.class)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                .build();
        Collection<RunResult> results = new Runner(options).run();
        System.out.println(rollUps(results));
        System.out.println(updates(results));
    }

    private static String rollUps(Collection<RunResult> results) {
        StringBuilder table =
                new StringBuilder("| features | tiles | µs | peer, µs | ratio |\n|---|---|---|---|---|\n");
        for (RunResult result : results) {
            String tiles = result.getParams().getParam("tiles");
            if (tiles != null) {
                Workload workload = Workload.valueOf(result.getParams().getParam("workload"));
                Tiles many = Tiles.valueOf(tiles);
                double micros = cpuNanos(result) / 1000;
                double peer = PEER_ROLL_UP
                        .getOrDefault(workload, List.of())
                        .get(List.of(Tiles.values()).indexOf(many));
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %.1f | %.0f | 1/%.0f |%n",
                        workload,
                        many.count(),
                        micros,
                        peer,
                        peer / micros));
            }
        }
        return table.toString();
    }

    private static String updates(Collection<RunResult> results) {
        StringBuilder table = new StringBuilder("| features | events per tile | ns | peer, ns |\n|---|---|---|---|\n");
        for (RunResult result : results) {
            String eventsPerTile = result.getParams().getParam("eventsPerTile");
            if (eventsPerTile != null) {
                Workload workload = Workload.valueOf(result.getParams().getParam("workload"));
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f | %s |%n",
                        workload,
                        eventsPerTile,
                        cpuNanos(result),
                        PEER_UPDATE.get(workload)));
            }
        }
        return table.toString();
    }

    private static double cpuNanos(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get(ThreadCpu.LABEL))
                .getScore();
    }
}
