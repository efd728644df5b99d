package io.tesela.bench;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.sum;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.window;

import com.sun.management.OperatingSystemMXBean;
import io.tesela.core.registry.AppliedView;
import io.tesela.definition.DataType;
import io.tesela.definition.Entity;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.spark.SparkSessions;
import io.tesela.spark.stream.RunningStreamJob;
import io.tesela.spark.stream.StreamJob;
import io.tesela.spark.stream.StreamJobSettings;
import io.tesela.spark.stream.StreamJobSettings.Run;
import io.tesela.spark.transformation.SqlTransformation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * The stream job, writing to the embedded store, beside a query as one writes it by hand, writing nowhere, over the same
 * files. Arguments: an empty folder and the number of events. The first round warms up.
 */
public final class StreamJobBenchmark {
    private static final int EVENTS_A_FILE = 80_000;
    private static final int USERS = 50_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path folder;
    private final int events;
    private final SparkSession session = SparkSessions.local(2);

    private StreamJobBenchmark(Path folder, int events) {
        this.folder = folder;
        this.events = events;
    }

    public static void main(String[] arguments) throws Exception {
        StreamJobBenchmark benchmark = new StreamJobBenchmark(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        benchmark.generate();
        for (int round = 0; round < 2; round++) {
            double byHand = benchmark.measure("by hand", round, benchmark::byHand);
            double tesela = benchmark.measure("tesela", round, benchmark::tesela);
            System.out.printf("round %d: ratio of CPU %.2f%n", round, byHand / tesela);
        }
        benchmark.session.stop();
    }

    private interface Measured {
        void run(int round) throws Exception;
    }

    private double measure(String name, int round, Measured measured) throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        measured.run(round);
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / events;
        System.out.printf("%-8s %d: %,.0f events/s, %.1f µs CPU an event%n", name, round, events / seconds, micros);
        return micros;
    }

    private Path input() {
        return folder.resolve("in");
    }

    /** An hour of purchases in order of time but for two minutes; a third of the users makes most of them. */
    private void generate() throws IOException {
        Files.createDirectories(input());
        Random random = new Random(1);
        long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        for (int file = 0; file * EVENTS_A_FILE < events; file++) {
            Path path = input().resolve("events-" + file + ".jsonl");
            try (BufferedWriter out = Files.newBufferedWriter(path)) {
                for (int i = 0; i < EVENTS_A_FILE; i++) {
                    long at = start
                            + (long) (3_600_000.0 * (file * EVENTS_A_FILE + i) / events)
                            + random.nextInt(120_000);
                    double skew = random.nextDouble();
                    out.write("{\"user_id\":\"user" + (int) (USERS * skew * skew * skew) + "\",\"merchant\":\"m"
                            + random.nextInt(500) + "\",\"amount\":" + random.nextInt(100_000) / 100.0 + ",\"at\":\""
                            + Instant.ofEpochMilli(at) + "\"}\n");
                }
            }
            Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + file * 10_000L));
        }
    }

    private void byHand(int round) throws Exception {
        StructType schema = new StructType()
                .add("user_id", "string")
                .add("merchant", "string")
                .add("amount", "double")
                .add("at", "timestamp");
        SparkSessions.isolated(session)
                .readStream()
                .format("text")
                .option("maxFilesPerTrigger", 1)
                .load(input().toString())
                .select(from_json(col("value"), schema).as("event"))
                .select("event.*")
                .where("amount > 0")
                .withWatermark("at", "5 minutes")
                .groupBy(window(col("at"), "1 minute"), col("user_id"))
                .agg(functions.sum("amount"), functions.count("amount"), functions.max("amount"))
                .writeStream()
                .format("noop")
                .outputMode("update")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", folder.resolve("by-hand-" + round).toString())
                .start()
                .awaitTermination();
    }

    private void tesela(int round) {
        StreamSource source = StreamSource.named("purchases")
                .streamConfig(FileStreamConfig.json(input().toString()).maxFilesPerTrigger(1))
                .column("user_id", DataType.STRING)
                .column("merchant", DataType.STRING)
                .column("amount", DataType.FLOAT64)
                .column("at", DataType.TIMESTAMP)
                .timestampField("at")
                .watermarkDelayThreshold(Duration.ofMinutes(5))
                .build();
        Duration hour = Duration.ofHours(1);
        StreamFeatureView view = StreamFeatureView.named("spending")
                .entities(Entity.of("user", "user_id", DataType.STRING))
                .source(source)
                .sql("SELECT user_id, amount, at FROM purchases WHERE amount > 0")
                .aggregate(
                        sum("amount").over(hour),
                        count("amount").over(hour),
                        max("amount").over(hour))
                .aggregationInterval(Duration.ofMinutes(1))
                .online()
                .build();
        AppliedView applied = new AppliedView(
                view, 1, new SqlTransformation(session).analyze(view).output());
        StreamJobSettings settings = StreamJobSettings.of(
                        URI.create(
                                "embedded:" + folder.resolve("store-" + round).toAbsolutePath()),
                        folder.resolve("tesela-" + round),
                        folder.resolve("dead-" + round),
                        "benchmark",
                        InstantSource.system())
                .run(Run.WHAT_IS_AVAILABLE);
        try (RunningStreamJob job = StreamJob.start(session, applied, settings)) {
            job.awaitTermination();
            System.out.println(job.status().progress());
        }
    }
}
