package io.tesela.testkit.aggregation;

import static java.time.Duration.ofMinutes;

import io.tesela.core.aggregation.FeatureTypes;
import io.tesela.core.aggregation.TileLayout;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
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

/** Every function over a column of every type it takes, in windows of all kinds. */
final class Views {
    static final Duration INTERVAL = ofMinutes(1);
    static final long INTERVAL_MICROS = 60_000_000;

    static final List<DataType> TYPES = List.of(
            DataType.INT32,
            DataType.INT64,
            DataType.FLOAT32,
            DataType.FLOAT64,
            DataType.STRING,
            DataType.BOOLEAN,
            DataType.TIMESTAMP,
            DataType.arrayOf(DataType.INT64),
            DataType.arrayOf(DataType.arrayOf(DataType.STRING)),
            DataType.arrayOf(DataType.FLOAT32));

    static final List<Window> WINDOWS = List.of(
            Window.of(ofMinutes(1)),
            Window.of(ofMinutes(4)),
            Window.of(ofMinutes(20)),
            Window.of(ofMinutes(2), ofMinutes(-1)),
            Window.of(ofMinutes(5), ofMinutes(-9)),
            Window.series(ofMinutes(-6), ofMinutes(2), ofMinutes(2)),
            Window.series(ofMinutes(-9), ofMinutes(1), ofMinutes(4)),
            new Window.WindowSeries(ofMinutes(-12), ofMinutes(-2), ofMinutes(3), ofMinutes(1)));

    private Views() {}

    static List<AggregationFunction> functions() {
        List<AggregationFunction> functions = new ArrayList<>(List.of(Simple.values()));
        for (int n : new int[] {1, 3, 50}) {
            functions.add(new LastN(n));
            functions.add(new FirstN(n));
            functions.add(new LastDistinct(n));
            functions.add(new FirstDistinct(n));
        }
        for (int precision : new int[] {4, 8, 16}) {
            functions.add(new ApproxCountDistinct(precision));
        }
        for (double p : new double[] {0, 0.5, 0.99, 1}) {
            functions.add(new ApproxPercentile(p, 20));
            functions.add(new ApproxPercentile(p, 100));
        }
        return functions;
    }

    /** A column per type, named by it. */
    static Schema columns() {
        return new Schema(
                TYPES.stream().map(type -> new Column(type.label(), type)).toList());
    }

    static List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (DataType type : TYPES) {
            features.addAll(features(type));
        }
        return features;
    }

    /** All functions over one column, each in all windows. */
    static List<Feature> features(DataType type) {
        List<Feature> features = new ArrayList<>();
        for (AggregationFunction function : functions()) {
            if (FeatureTypes.output(function, type).isPresent()) {
                for (Window window : WINDOWS) {
                    features.add(new Feature(function.label() + " in " + window, type.label(), function, window));
                }
            }
        }
        return features;
    }

    static TileLayout layout() {
        return TileLayout.of(columns(), features());
    }
}
