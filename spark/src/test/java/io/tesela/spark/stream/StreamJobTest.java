package io.tesela.spark.stream;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.spark.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.registry.AppliedView;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.spark.SharedSpark;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamJobTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private StreamWorld world = new StreamWorld(Path.of("target", "unused"), "unused");

    @BeforeEach
    void open(TestInfo test) {
        world = new StreamWorld(folder, Integer.toHexString((test.getTestMethod() + test.getDisplayName()).hashCode()));
    }

    private AppliedView view(String sql) {
        return StreamWorld.applied(world.viewBuilder()
                .sql(sql)
                .aggregate(sum("units").over(HOUR), count("units").over(HOUR))
                .build());
    }

    private String unitsSum(AppliedView view, String user, String edge) {
        FeatureValue sum =
                Objects.requireNonNull(world.features(view, user, micros(edge)).get("units_sum_1h_1m"));
        return String.valueOf(sum.value());
    }

    private static long micros(String instant) {
        return java.time.Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    @Test
    void s4_aLateEventWithinTheWatermarkUpdatesItsOldTile() {
        AppliedView view = world.simple();
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":1,\"at\":\"2026-01-01T00:00:30Z\"}"));
        world.arriveLines(List.of("{\"user\":\"bob\",\"units\":1,\"at\":\"2026-01-01T00:05:00Z\"}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "2026-01-01T00:05:00Z")).isEqualTo("1");

        world.arriveLines(List.of(
                "{\"user\":\"ann\",\"units\":10,\"at\":\"2026-01-01T00:00:00Z\"}",
                "{\"user\":\"bob\",\"units\":1,\"at\":\"2026-01-01T00:06:00Z\"}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "2026-01-01T00:05:00Z")).isEqualTo("11");

        // The watermark is now at 00:01: the tile of ann has ended.
        world.arriveLines(List.of(
                "{\"user\":\"ann\",\"units\":100,\"at\":\"2026-01-01T00:00:59.999999Z\"}",
                "{\"user\":\"ann\",\"units\":1000,\"at\":\"2026-01-01T00:01:00Z\"}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "2026-01-01T00:05:00Z")).isEqualTo("1011");
        assertThat(world.progress(view).late()).isEqualTo(1);
        assertThat(world.progress(view).watermarkMicros()).isEqualTo(micros("2026-01-01T00:01:00Z"));
    }

    @Test
    void s2_withoutWatermarkNothingIsLate() {
        StreamSource source = StreamWorld.source(
                        FileStreamConfig.json(world.input().toString()).maxFilesPerTrigger(1))
                .acceptAllLateEvents()
                .build();
        AppliedView view = StreamWorld.applied(StreamWorld.viewBuilder(source)
                .aggregate(sum("units").over(HOUR))
                .build());
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":1,\"at\":\"2026-01-01T00:00:30Z\"}"));
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":2,\"at\":\"2020-01-01T00:00:30Z\"}"));
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":4,\"at\":\"1969-12-31T23:59:59Z\"}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "2020-01-01T00:05:00Z")).isEqualTo("2");
        assertThat(unitsSum(view, "ann", "1970-01-01T00:00:00Z")).isEqualTo("4");
        assertThat(world.progress(view).late()).isZero();
    }

    @Test
    void s1_whatIsOlderThanTheEpochIsLateUnderAWatermark() {
        AppliedView view = world.simple();
        world.arriveLines(List.of(
                "{\"user\":\"ann\",\"units\":1,\"at\":\"1969-12-31T23:59:59Z\"}",
                "{\"user\":\"ann\",\"units\":2,\"at\":0}"));
        world.run(view);
        assertThat(world.progress(view).late()).isEqualTo(1);
        assertThat(unitsSum(view, "ann", "1970-01-01T00:01:00Z")).isEqualTo("2");
    }

    @Test
    void s1_aDelayOfZeroDropsNothingThatHasTheTimeOfTheWatermark() {
        StreamSource source = StreamWorld.source(
                        FileStreamConfig.json(world.input().toString()).maxFilesPerTrigger(1))
                .watermarkDelayThreshold(Duration.ZERO)
                .build();
        AppliedView view = StreamWorld.applied(StreamWorld.viewBuilder(source)
                .aggregate(sum("units").over(HOUR))
                .build());
        for (int batch = 0; batch < 3; batch++) {
            world.arriveLines(List.of("{\"user\":\"ann\",\"units\":1,\"at\":\"2026-01-01T00:01:00Z\"}"));
        }
        world.run(view);
        assertThat(unitsSum(view, "ann", "2026-01-01T00:02:00Z")).isEqualTo("3");
        assertThat(world.progress(view).late()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT user, CAST(shop AS BIGINT) AS units, at FROM purchases",
                "SELECT user, units, at FROM purchases WHERE CAST(shop AS BIGINT) > 0",
                "SELECT user, CAST(shop AS BIGINT) AS units, at FROM (SELECT * FROM purchases WHERE units > 0)",
            })
    void s7_anEventOnWhichTheSqlFailsIsADeadLetterAndTheJobGoesOn(String sql) throws Exception {
        AppliedView view = view(sql);
        world.arriveLines(List.of(
                "{\"user\":\"ann\",\"shop\":\"five\",\"units\":1,\"at\":1000}",
                "{\"user\":\"ann\",\"shop\":\"1\",\"units\":1,\"at\":1000}",
                "{\"user\":\"ann\",\"shop\":\"99999999999999999999\",\"units\":1,\"at\":1000}",
                "{\"user\":\"ann\",\"shop\":\"1\",\"units\":1,\"at\":1000}",
                "{\"user\":\"ann\",\"shop\":\"six\",\"units\":1,\"at\":1000}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "1970-01-01T00:01:00Z")).isEqualTo("2");
        assertThat(world.progress(view).dead()).isEqualTo(3);
        JsonNode letter = new ObjectMapper().readTree(world.deadLetterLines().get(0));
        assertThat(letter.get("reason").asText()).startsWith("the SQL failed: [CAST_INVALID_INPUT] The value 'five'");
        assertThat(letter.get("line").asInt()).isZero();
        assertThat(letter.get("file").asText()).endsWith("batch-0.jsonl");
        assertThat(letter.get("value").asText()).contains("\"five\"");
    }

    @Test
    void s8_aTimestampInTheFutureIsADeadLetterAndDoesNotMoveTheWatermark() {
        AppliedView view = world.simple();
        world.arriveLines(List.of(
                "{\"user\":\"ann\",\"units\":1,\"at\":\"2026-01-01T00:00:30Z\"}",
                "{\"user\":\"ann\",\"units\":1,\"at\":\"9999-12-31T23:59:59Z\"}"));
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":1,\"at\":\"2026-01-01T00:00:40Z\"}"));
        world.run(view);
        assertThat(unitsSum(view, "ann", "2026-01-01T00:01:00Z")).isEqualTo("2");
        assertThat(world.progress(view).late()).isZero();
        assertThat(world.deadLetterLines())
                .singleElement()
                .asString()
                .contains("timestamp 'at' is 9999-12-31T23:59:59Z, more than the future tolerance of 600 s");
    }

    @Test
    void s7_aJoinKeyThatIsTooLongForAnyStoreIsADeadLetter() {
        AppliedView view = world.simple();
        world.arriveLines(List.of("{\"user\":\"" + "x".repeat(5_000) + "\",\"units\":1,\"at\":1000}"));
        world.run(view);
        assertThat(world.deadLetterLines()).singleElement().asString().contains("at most 4096");
    }

    @Test
    void theTriggerMayBeZero() {
        AppliedView view = world.simple();
        world.arriveLines(List.of("{\"user\":\"ann\",\"units\":1,\"at\":1000}"));
        StreamJobSettings settings =
                world.settings().run(StreamJobSettings.Run.UNTIL_STOPPED).triggerInterval(Duration.ZERO);
        try (RunningStreamJob job = StreamJob.start(SharedSpark.session(), view, settings)) {
            job.processAllAvailable();
            world.arriveLines(List.of("{\"user\":\"ann\",\"units\":2,\"at\":1000}"));
            job.processAllAvailable();
            assertThat(unitsSum(view, "ann", "1970-01-01T00:01:00Z")).isEqualTo("3");
            JobStatus status = job.status();
            assertThat(status.state()).isEqualTo(JobStatus.State.RUNNING);
            assertThat(status.batch()).isEqualTo(1);
            assertThat(status.progress()).isEqualTo(world.progress(view));
        }
    }

    @Test
    void whatAStreamJobCannotDoYetIsRefused() {
        StreamSource source = StreamWorld.source(
                        FileStreamConfig.json(world.input().toString()))
                .deduplicationColumns("user")
                .build();
        StreamFeatureView view = StreamWorld.viewBuilder(source)
                .aggregate(sum("units").over(HOUR))
                .build();
        assertRefused(
                () -> world.run(StreamWorld.applied(view)),
                ErrorCode.INVALID_DEFINITION,
                "deduplicationColumns is not supported yet");
    }

    @Test
    void aMissingFolderIsNamed() {
        StreamSource source = StreamWorld.source(
                        FileStreamConfig.json(folder.resolve("absent").toString()))
                .build();
        AppliedView view = StreamWorld.applied(StreamWorld.viewBuilder(source)
                .aggregate(sum("units").over(HOUR))
                .build());
        assertRefused(() -> world.run(view), ErrorCode.NOT_FOUND, "absent", "create it");
    }

    @Test
    void settingsSayWhereAJobWrites() {
        StreamJobSettings settings =
                StreamJobSettings.of(URI.create("memory:x"), folder, folder, "me", InstantSource.system());
        assertThat(settings.run()).isEqualTo(StreamJobSettings.Run.UNTIL_STOPPED);
        assertThat(settings.triggerInterval()).isNull();
        assertThat(settings.preflightTimeLimit(Duration.ofSeconds(1)).preflightTimeLimit())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
