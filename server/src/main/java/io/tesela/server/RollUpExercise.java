package io.tesela.server;

import io.tesela.core.aggregation.EventValues;
import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.time.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rolls up made-up tiles of a view. */
final class RollUpExercise {
    private static final int TILES = 100;
    private static final long LEADING_EDGE_MICROS = 1_767_225_600_000_000L;

    private final RollUp rollUp;
    private final byte[] tile;
    private int features;

    RollUpExercise(AppliedView view) {
        this.rollUp = view.tileLayout()
                .rollUp(
                        view.view().features(),
                        view.view().aggregationInterval(),
                        view.view().leadingTile());
        TileAccumulator accumulator = view.tileLayout().accumulator();
        accumulator.add(LEADING_EDGE_MICROS, new Ones());
        this.tile = accumulator.encode();
    }

    void run() {
        RollUp.Run run = rollUp.at(LEADING_EDGE_MICROS);
        TimeRange reach = rollUp.reach(LEADING_EDGE_MICROS);
        long step = (reach.endMicros() - reach.startMicros()) / TILES;
        for (int i = 0; i < TILES; i++) {
            run.tile(reach.startMicros() + i * step, tile, 0, tile.length);
        }
        for (FeatureValue value : run.finish()) {
            features += value.value() == null ? 0 : 1;
        }
    }

    /** How many features had a value so far; reading it keeps the work from being optimised away. */
    int features() {
        return features;
    }

    /** An event with a one in every column. */
    private static final class Ones implements EventValues {
        @Override
        public boolean isNull(int column) {
            return false;
        }

        @Override
        public long longValue(int column) {
            return 1;
        }

        @Override
        public double doubleValue(int column) {
            return 1;
        }

        @Override
        public String stringValue(int column) {
            return "1";
        }

        @Override
        public List<@Nullable Object> listValue(int column) {
            return List.of();
        }
    }
}
