package io.tesela.spark.stream;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.spark.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.error.ErrorCode;
import io.tesela.definition.Entity;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is used by the query that began it, and by no other. */
final class QueryMeaningTest {
    @TempDir
    Path folder;

    private static Entity entity(String first, String second) {
        return Entity.named("visit")
                .joinKey(first, STRING)
                .joinKey(second, STRING)
                .build();
    }

    private StreamFeatureView view(
            UnaryOperator<StreamSource.Builder> source, UnaryOperator<StreamFeatureView.Builder> view) {
        FileStreamConfig files = FileStreamConfig.json(folder.resolve("in").toString());
        return view.apply(StreamFeatureView.named("spending")
                        .entities(entity("user", "shop"))
                        .source(source.apply(StreamWorld.source(files)).build())
                        .sql("SELECT * FROM purchases")
                        .aggregationInterval(Duration.ofMinutes(1))
                        .online())
                .build();
    }

    private static StreamFeatureView.Builder base(StreamFeatureView.Builder view) {
        return view.aggregate(sum("units").over(Duration.ofHours(1)));
    }

    @Test
    void s5_aChangedQueryIsRefusedOnAnOldCheckpoint() {
        StreamWorld world = new StreamWorld(folder, "meaning");
        new Purchases(3).batches(1, 10).forEach(world::arrive);
        world.run(StreamWorld.applied(view(s -> s, QueryMeaningTest::base)));

        Map<String, StreamFeatureView> changed = new LinkedHashMap<>();
        changed.put(
                "aggregationInterval was 'PT1M' and is 'PT5M'",
                view(s -> s, v -> base(v).aggregationInterval(Duration.ofMinutes(5))));
        changed.put(
                "sql was 'SELECT * FROM purchases' and is",
                view(s -> s, v -> base(v).sql("SELECT user, shop, units * 100 AS units, at FROM purchases")));
        changed.put(
                "aggregations was", view(s -> s, v -> v.aggregate(max("units").over(Duration.ofHours(1)))));
        changed.put(
                "late events was 'dropped after the watermark' and is 'all accepted'",
                view(StreamSource.Builder::acceptAllLateEvents, QueryMeaningTest::base));
        changed.put("join keys was", view(s -> s, v -> base(v).entities(entity("shop", "user"))));
        changed.put("source columns was", view(s -> s.column("more", INT64), QueryMeaningTest::base));
        changed.forEach((reason, view) -> assertRefused(
                () -> world.run(StreamWorld.applied(view)), ErrorCode.INCOMPATIBLE_STATE, reason, "rebuild the view"));
        assertThat(List.copyOf(changed.keySet())).hasSize(6);
    }

    @Test
    void c4_aChangeThatKeepsTheMeaningOfTilesGoesOn() {
        StreamWorld world = new StreamWorld(folder, "meaning-kept");
        new Purchases(3).batches(1, 10).forEach(world::arrive);
        world.run(StreamWorld.applied(view(s -> s, QueryMeaningTest::base)));

        List<StreamFeatureView> kept = List.of(
                view(s -> s, v -> base(v).description("another word").triggerInterval(Duration.ofSeconds(1))),
                view(s -> s.watermarkDelayThreshold(Duration.ofMinutes(6)), QueryMeaningTest::base),
                view(s -> s, v -> base(v).sql("SELECT *  -- all of it\nFROM purchases")),
                view(s -> s, v -> base(v).aggregate(count("units").over(Duration.ofHours(1)))));
        for (StreamFeatureView view : kept) {
            assertThat(world.run(StreamWorld.applied(view)).state()).isEqualTo(JobStatus.State.STOPPED);
        }
    }
}
