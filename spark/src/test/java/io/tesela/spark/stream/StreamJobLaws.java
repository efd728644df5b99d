package io.tesela.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.StreamProgress;
import io.tesela.spark.stream.Purchases.Purchase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded streams, aggregated by a job and by {@link PurchaseOracle}, come to the same. */
final class StreamJobLaws {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20260101})
    void s1_allFunctionsEqualTheOracleAndNothingIsLostInSilence(long seed) {
        StreamWorld world = new StreamWorld(folder, "laws-" + seed);
        AppliedView view = world.allFunctions();
        PurchaseOracle oracle = new PurchaseOracle();
        for (List<Purchase> batch : new Purchases(seed).batches(8, 90)) {
            world.arrive(batch);
            oracle.take(batch, StreamWorld.DELAY_MICROS);
        }
        world.run(view);

        StreamProgress progress = world.progress(view);
        assertThat(progress.rows()).isEqualTo(oracle.rows());
        assertThat(progress.late()).isEqualTo(oracle.late()).isPositive();
        assertThat(progress.dead()).isEqualTo(oracle.dead()).isPositive();
        assertThat(world.deadLetterLines()).hasSize((int) oracle.dead());
        assertThat(progress.latestEventMicros()).isEqualTo(oracle.latest());
        assertThat(oracle.counted() + progress.late() + progress.dead()).isEqualTo(progress.rows());
        int compared = 0;
        for (long edge = Purchases.START - 10 * Purchases.MINUTE;
                edge < Purchases.START + 25 * Purchases.MINUTE;
                edge += 7 * Purchases.MINUTE / 2) {
            for (String user : Purchases.USERS) {
                for (Map.Entry<String, FeatureValue> feature :
                        world.features(view, user, edge).entrySet()) {
                    compare(feature.getKey(), user, edge, feature.getValue(), oracle);
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(10 * Purchases.USERS.size() * 32);
    }

    private static void compare(String name, String user, long edge, FeatureValue found, PurchaseOracle oracle) {
        boolean empty = oracle.isEmpty(user, edge, (name.contains("_1h_") ? 60 : 5) * Purchases.MINUTE);
        String where = name + " of '" + user + "' at " + edge;
        assertThat(found.status())
                .as(where)
                .isEqualTo(empty ? FeatureValue.Status.MISSING_DATA : FeatureValue.Status.PRESENT);
        Object expected = empty ? null : oracle.value(name, user, edge);
        Object value = found.value();
        if (name.contains("approx_percentile") && value != null) {
            assertThat(value).as(where).isInstanceOf(Double.class);
        } else if (expected instanceof Double number && value instanceof Double actual) {
            assertThat(actual).as(where).isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
        } else {
            assertThat((@Nullable Object) value).as(where).isEqualTo(expected);
        }
    }
}
