package io.tesela.testkit.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.aggregation.TileLayout;
import io.tesela.core.time.TimeRange;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.testkit.laws.Law;
import io.tesela.testkit.laws.RandomEvents;
import io.tesela.testkit.laws.Trial;
import io.tesela.testkit.oracle.Agreement;
import io.tesela.testkit.oracle.Event;
import io.tesela.testkit.oracle.WindowOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

class RollUpLaws {
    private static final long SPAN = 15 * Views.INTERVAL_MICROS;

    @Law(trials = 400)
    void a2_w2_w5_w6_everyFunctionAgreesWithTheRawEventsHoweverTheyAreSplit(Trial trial) {
        DataType type = trial.oneOf(Views.TYPES);
        List<Feature> features = Views.features(type);
        Schema columns = new Schema(Views.columns().columns().stream()
                .filter(column -> column.type().equals(type))
                .toList());
        TileLayout layout = TileLayout.of(columns, features);
        List<Event> events = new RandomEvents(columns, -SPAN, SPAN).draw(trial);
        SortedMap<Long, byte[]> tiles = tiles(trial, layout, events);
        LeadingTile leadingTile = trial.oneOf(List.of(LeadingTile.values()));
        WindowOracle oracle = new WindowOracle(columns, Views.INTERVAL, leadingTile);
        List<Feature> asked = trial.shuffled(features).subList(0, trial.between(1, features.size()));
        RollUp rollUp = layout.rollUp(asked, Views.INTERVAL, leadingTile);
        for (int i = 0; i < 5; i++) {
            long leadingEdge =
                    trial.between(-20, 20) * Views.INTERVAL_MICROS + trial.oneOf(List.of(-1, 0, 1, 31_000_000));
            List<FeatureValue> answer = answer(rollUp, tiles, leadingEdge);
            List<String> differences = new ArrayList<>();
            for (int f = 0; f < asked.size(); f++) {
                String difference = Agreement.difference(
                        asked.get(f), oracle.answer(asked.get(f), events, leadingEdge), answer.get(f));
                if (difference != null) {
                    differences.add(difference);
                }
            }
            assertThat(differences).isEmpty();
        }
    }

    @Law(trials = 100)
    void a2_theAnswerDoesNotDependOnWhatElseIsAsked(Trial trial) {
        DataType type = trial.oneOf(List.of(DataType.FLOAT64, DataType.INT32, DataType.STRING));
        List<Feature> features = Views.features(type);
        TileLayout layout = TileLayout.of(Views.columns(), features);
        List<Event> events = new RandomEvents(layout.columns(), -SPAN, SPAN).draw(trial);
        SortedMap<Long, byte[]> tiles = tiles(trial, layout, events);
        List<FeatureValue> together =
                answer(layout.rollUp(features, Views.INTERVAL, LeadingTile.COMPLETE), tiles, SPAN);
        for (int i = 0; i < 20; i++) {
            int f = trial.between(0, features.size());
            RollUp alone = layout.rollUp(List.of(features.get(f)), Views.INTERVAL, LeadingTile.COMPLETE);
            FeatureValue one = answer(alone, tiles, SPAN).get(0);
            if (features.get(f).function().label().startsWith("approx")) {
                assertThat(one).isEqualTo(together.get(f));
            } else {
                assertThat(one.status()).isEqualTo(together.get(f).status());
            }
        }
    }

    private static List<FeatureValue> answer(RollUp rollUp, SortedMap<Long, byte[]> tiles, long leadingEdge) {
        RollUp.Run run = rollUp.at(leadingEdge);
        TimeRange reach = rollUp.reach(leadingEdge);
        for (Map.Entry<Long, byte[]> tile : tiles.entrySet()) {
            if (reach.contains(tile.getKey())) {
                byte[] padded = new byte[tile.getValue().length + 5];
                System.arraycopy(tile.getValue(), 0, padded, 2, tile.getValue().length);
                run.tile(tile.getKey(), padded, 2, tile.getValue().length);
            }
        }
        return List.of(run.finish());
    }

    /** Each event goes to one of a few accumulators of its tile; these are merged in some order, in one of two ways. */
    private static SortedMap<Long, byte[]> tiles(Trial trial, TileLayout layout, List<Event> events) {
        SortedMap<Long, List<TileAccumulator>> parts = new TreeMap<>();
        for (Event event : trial.shuffled(events)) {
            long start = event.timeMicros() - Math.floorMod(event.timeMicros(), Views.INTERVAL_MICROS);
            List<TileAccumulator> mine = parts.computeIfAbsent(start, key -> new ArrayList<>());
            if (mine.isEmpty() || trial.onceIn(4)) {
                mine.add(layout.accumulator());
            }
            trial.oneOf(mine).add(event.timeMicros(), event);
        }
        SortedMap<Long, byte[]> tiles = new TreeMap<>();
        parts.forEach((start, mine) -> {
            for (TileAccumulator part : trial.shuffled(mine)) {
                tiles.merge(start, part.encode(), layout::merge);
            }
        });
        return tiles;
    }
}
