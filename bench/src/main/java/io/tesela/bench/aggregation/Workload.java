package io.tesela.bench.aggregation;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import io.tesela.core.aggregation.EventValues;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.aggregation.TileLayout;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What is aggregated: an amount and a merchant, eight events a tile. */
public enum Workload {
    SUM(List.of(Simple.SUM), List.of()),
    FIVE_BASICS(List.of(Simple.SUM, Simple.COUNT, Simple.MEAN, Simple.MIN, Simple.MAX), List.of()),
    LAST_10(List.of(new LastN(10)), List.of()),
    APPROX_DISTINCT(List.of(), List.of(new ApproxCountDistinct(ApproxCountDistinct.DEFAULT_PRECISION))),
    ALL(
            List.of(Simple.SUM, Simple.COUNT, Simple.MEAN, Simple.MIN, Simple.MAX, new LastN(10)),
            List.of(new ApproxCountDistinct(ApproxCountDistinct.DEFAULT_PRECISION)));

    static final int EVENTS_PER_TILE = 8;
    private static final List<Duration> WINDOWS = List.of(ofHours(1), ofDays(1), ofDays(7), ofDays(30));
    private static final Schema COLUMNS =
            Schema.of(new Column("amount", DataType.FLOAT64), new Column("merchant", DataType.STRING));

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<AggregationFunction> ofAmount;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<AggregationFunction> ofMerchant;

    Workload(List<AggregationFunction> ofAmount, List<AggregationFunction> ofMerchant) {
        this.ofAmount = ofAmount;
        this.ofMerchant = ofMerchant;
    }

    List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (Duration window : WINDOWS) {
            ofAmount.forEach(function -> features.add(feature("amount", function, window)));
            ofMerchant.forEach(function -> features.add(feature("merchant", function, window)));
        }
        return features;
    }

    private static Feature feature(String column, AggregationFunction function, Duration window) {
        return new Feature(column + function.label() + window, column, function, Window.of(window));
    }

    TileLayout layout() {
        return TileLayout.of(COLUMNS, features());
    }

    /** The events of a tile, ascending by time. */
    byte[] tile(TileLayout layout, long startMicros, long intervalMicros, Random random) {
        TileAccumulator tile = layout.accumulator();
        for (int i = 0; i < EVENTS_PER_TILE; i++) {
            tile.add(startMicros + i * intervalMicros / EVENTS_PER_TILE, row(layout, random));
        }
        return tile.encode();
    }

    Row row(TileLayout layout, Random random) {
        return new Row(
                layout.columns().indexOf("amount"),
                random.nextInt(100_000) / 100.0,
                "merchant-" + random.nextInt(10_000));
    }

    /** An event; the merchant's column is the one that is not the amount's. */
    record Row(int amountColumn, double amount, String merchant) implements EventValues {
        @Override
        public boolean isNull(int column) {
            return false;
        }

        @Override
        public long longValue(int column) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double doubleValue(int column) {
            return amount;
        }

        @Override
        public String stringValue(int column) {
            return merchant;
        }

        @Override
        public List<@Nullable Object> listValue(int column) {
            throw new UnsupportedOperationException();
        }
    }
}
