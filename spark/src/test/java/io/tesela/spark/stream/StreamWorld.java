package io.tesela.spark.stream;

import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.approxPercentile;
import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.first;
import static io.tesela.definition.Aggregations.firstDistinct;
import static io.tesela.definition.Aggregations.last;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.min;
import static io.tesela.definition.Aggregations.stddevSamp;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.Aggregations.varPop;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.registry.TransformationAnalyzer.Analysis;
import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.time.TimeRange;
import io.tesela.definition.Entity;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.StreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.spark.SharedSpark;
import io.tesela.spark.stream.Purchases.Purchase;
import io.tesela.spark.stream.StreamJobSettings.Run;
import io.tesela.spark.transformation.SqlTransformation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A view over purchases with its folders, its store and its job. */
final class StreamWorld {
    static final Duration DELAY = Duration.ofMinutes(5);
    static final long DELAY_MICROS = 5 * Purchases.MINUTE;
    private static final Duration[] WINDOWS = {Duration.ofMinutes(5), Duration.ofHours(1)};

    private final Path folder;
    private final String name;
    private int files;

    StreamWorld(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        try {
            Files.createDirectories(input());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path input() {
        return folder.resolve("in");
    }

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    Path deadLetters() {
        return folder.resolve("dead");
    }

    static StreamSource.Builder source(StreamConfig config) {
        return StreamSource.named("purchases")
                .streamConfig(config)
                .column("user", STRING)
                .column("shop", STRING)
                .column("amount", FLOAT64)
                .column("units", INT64)
                .column("at", TIMESTAMP)
                .timestampField("at")
                .watermarkDelayThreshold(DELAY);
    }

    StreamFeatureView.Builder viewBuilder() {
        return viewBuilder(source(FileStreamConfig.json(input().toString()).maxFilesPerTrigger(1))
                .build());
    }

    static StreamFeatureView.Builder viewBuilder(StreamSource source) {
        return StreamFeatureView.named("spending")
                .entities(Entity.of("user", "user", STRING))
                .source(source)
                .sql("SELECT user, shop, amount, units, at FROM purchases")
                .aggregationInterval(Duration.ofMinutes(1))
                .online();
    }

    static StreamFeatureView.Builder allFunctions(StreamFeatureView.Builder builder) {
        return builder.aggregate(
                count("units").over(WINDOWS),
                sum("units").over(WINDOWS),
                sum("amount").over(WINDOWS),
                mean("amount").over(WINDOWS),
                varPop("amount").over(WINDOWS),
                stddevSamp("amount").over(WINDOWS),
                min("amount").over(WINDOWS),
                max("shop").over(WINDOWS),
                last("shop").over(WINDOWS),
                first("units").over(WINDOWS),
                last("amount", 3).over(WINDOWS),
                first("shop", 4).over(WINDOWS),
                lastDistinct("shop", 3).over(WINDOWS),
                firstDistinct("shop", 3).over(WINDOWS),
                approxCountDistinct("shop").over(WINDOWS),
                approxPercentile("amount", 0.5).over(WINDOWS));
    }

    static AppliedView applied(StreamFeatureView view) {
        return applied(view, 1);
    }

    static AppliedView applied(StreamFeatureView view, int table) {
        Analysis analysis = new SqlTransformation(SharedSpark.session()).analyze(view);
        assertThat(analysis.problems()).isEmpty();
        return new AppliedView(view, table, analysis.output());
    }

    AppliedView allFunctions() {
        return applied(allFunctions(viewBuilder()).build());
    }

    /** A view with sum and count only. */
    AppliedView simple() {
        return applied(viewBuilder()
                .aggregate(sum("units").over(WINDOWS), count("units").over(WINDOWS))
                .build());
    }

    /** Puts a micro-batch into the source. */
    void arrive(List<Purchase> batch) {
        arriveLines(batch.stream().map(Purchase::json).toList());
    }

    void arriveLines(List<String> lines) {
        try {
            Path unfinished = folder.resolve("unfinished");
            Files.write(unfinished, lines);
            Files.setLastModifiedTime(unfinished, FileTime.fromMillis(1_700_000_000_000L + files * 10_000L));
            Files.move(unfinished, input().resolve("batch-" + files++ + ".jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("memory:" + name);
    }

    StreamJobSettings settings() {
        return StreamJobSettings.of(address(), checkpoint(), deadLetters(), "test", InstantSource.system())
                .run(Run.WHAT_IS_AVAILABLE);
    }

    /** Processes everything that has arrived. */
    JobStatus run(AppliedView view) {
        return run(view, settings -> settings);
    }

    JobStatus run(AppliedView view, UnaryOperator<StreamJobSettings> change) {
        try (RunningStreamJob job = StreamJob.start(SharedSpark.session(), view, change.apply(settings()))) {
            job.awaitTermination();
            return job.status();
        }
    }

    StreamProgress progress(AppliedView view) {
        try (OnlineStore store = OnlineStores.open(address())) {
            return store.progress(view.table()).orElseThrow();
        }
    }

    /** Every tile of every user: {@code user@start} → its bytes. */
    Map<String, String> dump(AppliedView view) {
        Map<String, String> tiles = new TreeMap<>();
        try (OnlineStore store = OnlineStores.open(address())) {
            for (String user : Purchases.USERS) {
                store.read(
                        List.of(new TileRead(
                                view.table(), key(view, user), new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE))),
                        (read, start, bytes, offset, length) -> tiles.put(
                                user + "@" + start, HexFormat.of().formatHex(bytes, offset, offset + length)));
            }
        }
        return tiles;
    }

    /** The view's features of a user at a leading edge, by name. */
    Map<String, FeatureValue> features(AppliedView view, String user, long leadingEdgeMicros) {
        RollUp rollUp = view.tileLayout()
                .rollUp(
                        view.view().features(),
                        view.view().aggregationInterval(),
                        view.view().leadingTile());
        RollUp.Run run = rollUp.at(leadingEdgeMicros);
        try (OnlineStore store = OnlineStores.open(address())) {
            store.read(
                    List.of(new TileRead(view.table(), key(view, user), rollUp.reach(leadingEdgeMicros))),
                    (read, start, bytes, offset, length) -> run.tile(start, bytes, offset, length));
        }
        FeatureValue[] values = run.finish();
        Map<String, FeatureValue> byName = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            byName.put(view.view().features().get(i).name(), values[i]);
        }
        return byName;
    }

    private static byte[] key(AppliedView view, String user) {
        return EntityKey.encode(view.view().joinKeys(), List.of(user));
    }

    /** The lines of all dead-letter files. */
    List<String> deadLetterLines() {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(deadLetters())) {
            return lines;
        }
        try (Stream<Path> all = Files.walk(deadLetters())) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                assertThat(file.getFileName().toString()).matches("part-\\d+\\.jsonl");
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
