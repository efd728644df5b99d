package io.tesela.spark.stream;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.registry.AppliedView;
import io.tesela.core.registry.TransformationAnalyzer.Analysis;
import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.TileRead;
import io.tesela.core.time.TimeRange;
import io.tesela.definition.Entity;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.spark.SharedSpark;
import io.tesela.spark.stream.StreamJobSettings.Run;
import io.tesela.spark.transformation.SqlTransformation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamJobTest {
    @TempDir
    Path folder;

    @Test
    void eventsBecomeTiles() throws Exception {
        Path input = Files.createDirectory(folder.resolve("in"));
        Files.writeString(input.resolve("1.jsonl"), """
                {"user":"a","amount":1.5,"at":"2026-01-01T00:00:10Z"}
                {"user":"a","amount":2,"at":"2026-01-01T00:00:50Z"}
                {"user":"b","amount":4,"at":"2026-01-01T00:01:00Z"}
                {"user":null,"amount":4,"at":"2026-01-01T00:01:00Z"}
                {"user":"b","amount":"five","at":"2026-01-01T00:01:00Z"}
                """);
        StreamSource source = StreamSource.named("purchases")
                .streamConfig(FileStreamConfig.json(input.toString()))
                .column("user", STRING)
                .column("amount", FLOAT64)
                .column("at", TIMESTAMP)
                .timestampField("at")
                .watermarkDelayThreshold(Duration.ofMinutes(10))
                .build();
        StreamFeatureView view = StreamFeatureView.named("spending")
                .entities(Entity.of("user", "user", STRING))
                .source(source)
                .sql("SELECT user, amount * 2 AS twice, at FROM purchases WHERE amount > 0")
                .aggregate(
                        sum("twice").over(Duration.ofMinutes(5)), count("twice").over(Duration.ofMinutes(5)))
                .aggregationInterval(Duration.ofMinutes(1))
                .online()
                .build();
        Analysis analysis = new SqlTransformation(SharedSpark.session()).analyze(view);
        assertThat(analysis.problems()).isEmpty();
        AppliedView applied = new AppliedView(view, 1, analysis.output());
        URI store = URI.create("memory:thin");
        StreamJobSettings settings = StreamJobSettings.of(
                        store, folder.resolve("checkpoint"), folder.resolve("dead"), "test", InstantSource.system())
                .run(Run.WHAT_IS_AVAILABLE);
        try (RunningStreamJob job = StreamJob.start(SharedSpark.session(), applied, settings)) {
            job.awaitTermination();
            System.out.println(job.status());
        }
        try (var files = Files.walk(folder.resolve("dead"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                System.out.println(file + "\n" + Files.readString(file));
            }
        }
        TreeMap<String, Integer> found = new TreeMap<>();
        try (OnlineStore online = OnlineStores.open(store)) {
            for (String user : List.of("a", "b")) {
                byte[] key = EntityKey.encode(view.joinKeys(), List.of(user));
                online.read(
                        List.of(new TileRead(applied.table(), key, new TimeRange(0, Long.MAX_VALUE))),
                        (read, start, bytes, offset, length) -> found.put(user + start, length));
            }
            assertThat(online.progress(applied.table()).orElseThrow().dead()).isEqualTo(2);
            assertThat(online.progress(applied.table()).orElseThrow().rows()).isEqualTo(5);
        }
        assertThat(found.keySet()).containsExactly("a1767225600000000", "b1767225660000000");
    }
}
