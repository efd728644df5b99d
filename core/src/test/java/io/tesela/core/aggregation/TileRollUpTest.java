package io.tesela.core.aggregation;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.aggregation.FeatureValue.Status;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TileRollUpTest {
    private static final Duration MINUTE = ofMinutes(1);
    private static final long I = 60_000_000;
    private static final Schema COLUMNS =
            Schema.of(new Column("amount", DataType.FLOAT64), new Column("n", DataType.INT64));

    private static Feature feature(String column, AggregationFunction function, Window window) {
        return new Feature(column + function.label() + window, column, function, window);
    }

    private static List<Feature> every(String column) {
        List<Feature> features = new ArrayList<>();
        for (Simple simple : Simple.values()) {
            features.add(feature(column, simple, Window.of(ofMinutes(3))));
        }
        return features;
    }

    private static SortedMap<Long, byte[]> tiles(TileLayout layout, Object[]... events) {
        SortedMap<Long, byte[]> tiles = new TreeMap<>();
        for (Object[] event : events) {
            long time = ((Number) event[0]).longValue();
            TileAccumulator one = layout.accumulator();
            one.add(time, new RowValues(layout.columns(), Arrays.asList(event).subList(1, event.length)));
            tiles.merge(Math.floorDiv(time, I) * I, one.encode(), layout::merge);
        }
        return tiles;
    }

    private static FeatureValue[] answer(RollUp rollUp, SortedMap<Long, byte[]> tiles, long leadingEdge) {
        RollUp.Run run = rollUp.at(leadingEdge);
        tiles.forEach((start, bytes) -> run.tile(start, bytes, 0, bytes.length));
        return run.finish();
    }

    private static List<Object> values(FeatureValue[] answer) {
        return Arrays.stream(answer).map(FeatureValue::value).toList();
    }

    @Test
    void everySimpleFunctionOfNumbers() {
        List<Feature> features = new ArrayList<>(every("amount"));
        features.addAll(every("n"));
        TileLayout layout = TileLayout.of(COLUMNS, features);
        SortedMap<Long, byte[]> tiles = tiles(
                layout, new Object[] {I + 5, 1.5, 2L}, new Object[] {I + 7, null, 4L}, new Object[] {2 * I, 3.5, 9L});

        FeatureValue[] answer = answer(layout.rollUp(features, MINUTE, LeadingTile.COMPLETE), tiles, 3 * I + 17);

        assertThat(values(answer).subList(0, 11))
                .containsExactly(2L, 5.0, 2.5, 1.0, Math.sqrt(2), 1.0, 2.0, 1.5, 3.5, 3.5, 1.5);
        assertThat(values(answer).subList(11, 22))
                .containsExactly(3L, 15L, 5.0, Math.sqrt(26 / 3.0), Math.sqrt(13), 26 / 3.0, 13.0, 2L, 9L, 9L, 2L);
        assertThat(answer[0].status()).isEqualTo(Status.PRESENT);
        assertThat(answer[0].effectiveTimeMicros()).isEqualTo(3 * I);
    }

    @Test
    void a3_noRowIsMissingAndNullRowsCountZero() {
        List<Feature> features = every("amount");
        TileLayout layout = TileLayout.of(COLUMNS, features);
        RollUp rollUp = layout.rollUp(features, MINUTE, LeadingTile.COMPLETE);

        FeatureValue[] none = answer(rollUp, new TreeMap<>(), 3 * I);
        FeatureValue[] nulls = answer(rollUp, tiles(layout, new Object[][] {{I, null}}), 3 * I);

        assertThat(none).allSatisfy(value -> assertThat(value.value()).isNull());
        assertThat(none).allSatisfy(value -> assertThat(value.status()).isEqualTo(Status.MISSING_DATA));
        assertThat(nulls[0].value()).isEqualTo(0L);
        assertThat(nulls[1]).isEqualTo(new FeatureValue(null, Status.PRESENT, 3 * I));
    }

    @Test
    void a5_integerOverflowIsToldWhereTheWindowOverflows() {
        List<Feature> features = List.of(
                feature("n", Simple.SUM, Window.of(ofMinutes(2))), feature("n", Simple.SUM, Window.of(ofMinutes(3))));
        TileLayout layout = TileLayout.of(COLUMNS, features);
        SortedMap<Long, byte[]> tiles =
                tiles(layout, new Object[] {0, -1L}, new Object[] {I, Long.MAX_VALUE}, new Object[] {I, 1L});

        FeatureValue[] answer = answer(layout.rollUp(features, MINUTE, LeadingTile.COMPLETE), tiles, 3 * I);

        assertThat(answer[0]).isEqualTo(new FeatureValue(null, Status.OVERFLOW, 3 * I));
        assertThat(answer[1]).isEqualTo(new FeatureValue(Long.MAX_VALUE, Status.PRESENT, 3 * I));
    }

    @Test
    void w6_offsetAndSeries() {
        List<Feature> features = List.of(
                feature("n", Simple.SUM, Window.of(ofMinutes(2), ofMinutes(-1))),
                feature("n", Simple.SUM, Window.series(ofMinutes(-4), ofMinutes(1), ofMinutes(2))));
        TileLayout layout = TileLayout.of(COLUMNS, features);
        SortedMap<Long, byte[]> tiles = tiles(layout, new Object[] {-I, 1L}, new Object[] {2 * I - 1, 2L});

        FeatureValue[] answer = answer(layout.rollUp(features, MINUTE, LeadingTile.COMPLETE), tiles, 3 * I);

        assertThat(answer[0]).isEqualTo(new FeatureValue(2L, Status.PRESENT, 2 * I));
        assertThat(answer[1]).isEqualTo(new FeatureValue(Arrays.asList(1L, 2L, 2L), Status.PRESENT, 3 * I));
    }

    @Test
    void w5_runningTileEndsAtTheLeadingEdge() {
        List<Feature> features = List.of(feature("n", Simple.SUM, Window.of(ofMinutes(2))));
        TileLayout layout = TileLayout.of(COLUMNS, features);
        RollUp rollUp = layout.rollUp(features, MINUTE, LeadingTile.RUNNING);
        SortedMap<Long, byte[]> tiles =
                tiles(layout, new Object[] {0, 1L}, new Object[] {I, 2L}, new Object[] {2 * I, 4L});

        assertThat(rollUp.reach(2 * I + 7).startMicros()).isEqualTo(I);
        assertThat(answer(rollUp, tiles, 2 * I + 7)).containsExactly(new FeatureValue(6L, Status.PRESENT, 2 * I + 7));
    }

    @Test
    void wrongDefinitionsAreNamed() {
        assertThatThrownBy(() -> TileLayout.of(COLUMNS, List.of(feature("x", Simple.SUM, Window.of(MINUTE)))))
                .isInstanceOf(TeselaException.class)
                .hasMessageContaining("the column 'x', which is not among [amount, n]");
        Schema text = Schema.of(new Column("name", DataType.STRING));
        assertThatThrownBy(() -> TileLayout.of(text, List.of(feature("name", Simple.SUM, Window.of(MINUTE)))))
                .hasMessageContaining("sum does not take the column 'name' of type string");
    }
}
