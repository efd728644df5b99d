package io.tesela.testkit.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.aggregation.RollUp;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.aggregation.TileLayout;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.testkit.laws.Law;
import io.tesela.testkit.laws.RandomEvents;
import io.tesela.testkit.laws.Trial;
import io.tesela.testkit.oracle.Event;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

class TileLaws {
    private static final TileLayout LAYOUT = Views.layout();
    private static final Set<DataType> FLOATS = Set.of(DataType.FLOAT32, DataType.FLOAT64);
    private static final Set<String> ROUNDED =
            Set.of("sum", "mean", "var_pop", "var_samp", "stddev_pop", "stddev_samp");

    /** Without the functions that are associative only up to rounding or to the sketch's error. */
    private static final TileLayout EXACT = TileLayout.of(
            Views.columns(), Views.features().stream().filter(TileLaws::isExact).toList());

    private static boolean isExact(Feature feature) {
        String label = feature.function().label();
        boolean rounded = ROUNDED.contains(label) && FLOATS.contains(DataType.parse(feature.column()));
        return !rounded && !label.startsWith("approx_percentile");
    }

    private static byte[] tile(Trial trial, TileLayout layout) {
        TileAccumulator tile = layout.accumulator();
        for (Event event : new RandomEvents(layout.columns(), -1_000_000, 1_000_000).draw(trial)) {
            tile.add(event.timeMicros(), event);
        }
        return tile.encode();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Law
    void a1_theTileOfNoRowsIsTheIdentity(Trial trial) {
        byte[] tile = tile(trial, LAYOUT);
        byte[] none = LAYOUT.accumulator().encode();

        assertThat(hex(LAYOUT.merge(tile, none))).isEqualTo(hex(tile));
        assertThat(hex(LAYOUT.merge(none, tile))).isEqualTo(hex(tile));
    }

    @Law
    void a2_mergeIsCommutative(Trial trial) {
        byte[] a = tile(trial, LAYOUT);
        byte[] b = tile(trial, LAYOUT);

        assertThat(hex(LAYOUT.merge(a, b))).isEqualTo(hex(LAYOUT.merge(b, a)));
    }

    @Law
    void a2_mergeIsAssociative(Trial trial) {
        byte[] a = tile(trial, EXACT);
        byte[] b = tile(trial, EXACT);
        byte[] c = tile(trial, EXACT);

        assertThat(hex(EXACT.merge(EXACT.merge(a, b), c))).isEqualTo(hex(EXACT.merge(a, EXACT.merge(b, c))));
    }

    @Law
    void a2_theOrderOfEventsDoesNotMatter(Trial trial) {
        List<Event> events = new RandomEvents(EXACT.columns(), -1_000_000, 1_000_000).draw(trial);
        TileAccumulator one = EXACT.accumulator();
        events.forEach(event -> one.add(event.timeMicros(), event));
        TileAccumulator other = EXACT.accumulator();
        trial.shuffled(events).forEach(event -> other.add(event.timeMicros(), event));

        assertThat(hex(other.encode())).isEqualTo(hex(one.encode()));
    }

    @Law
    void a6_decodingGivesWhatWasEncoded(Trial trial) {
        byte[] tile = tile(trial, LAYOUT);
        TileAccumulator copy = LAYOUT.accumulator();
        copy.merge(tile, 0, tile.length);

        assertThat(hex(copy.encode())).isEqualTo(hex(tile));
        assertThat(hex(copy.encode())).isEqualTo(hex(tile));
    }

    @Law
    void resetIsAsGoodAsNew(Trial trial) {
        byte[] tile = tile(trial, LAYOUT);
        byte[] other = tile(trial, LAYOUT);
        TileAccumulator used = LAYOUT.accumulator();
        used.merge(other, 0, other.length);
        used.reset();
        used.merge(tile, 0, tile.length);

        assertThat(hex(used.encode())).isEqualTo(hex(tile));
    }

    @Law(trials = 400)
    void a6_damagedBytesAreRefusedOrGiveSomeTile(Trial trial) {
        byte[] tile = tile(trial, LAYOUT);
        byte[] damaged =
                java.util.Arrays.copyOf(tile, trial.onceIn(3) ? trial.between(0, tile.length + 9) : tile.length);
        for (int i = trial.between(0, 4); i > 0 && damaged.length > 0; i--) {
            int at = trial.between(0, trial.onceIn(2) ? Math.min(8, damaged.length) : damaged.length);
            damaged[at] ^= (byte) (1 << trial.between(0, 8));
        }
        RollUp rollUp = LAYOUT.rollUp(Views.features(), Views.INTERVAL, LeadingTile.COMPLETE);
        try {
            LAYOUT.merge(damaged, tile);
            RollUp.Run run = rollUp.at(Views.INTERVAL_MICROS);
            run.tile(0, damaged, 0, damaged.length);
            run.finish();
        } catch (TeselaException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_STATE);
            assertThat(e).hasMessageStartingWith("A tile cannot be read: ");
        }
    }
}
