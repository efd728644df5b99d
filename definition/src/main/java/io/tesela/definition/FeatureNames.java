package io.tesela.definition;

import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.time.Duration;

/** Default names of features (D3): {@code {column}_{function}_{window}_{interval}}. */
public final class FeatureNames {
    private FeatureNames() {}

    static String defaultName(
            String column, AggregationFunction function, Window window, Duration interval, StreamProcessingMode mode) {
        String slide = mode == StreamProcessingMode.CONTINUOUS ? "continuous" : label(interval);
        String stem = column + "_" + function.label() + "_";
        if (window instanceof TimeWindow timeWindow) {
            String name = stem + label(timeWindow.size()) + "_" + slide;
            return timeWindow.offset().isZero()
                    ? name
                    : name + "_offset_" + label(timeWindow.offset().abs());
        }
        WindowSeries series = (WindowSeries) window;
        return stem + label(series.size()) + "_" + slide + "_series_"
                + label(series.start().abs()) + "_" + label(series.end().abs()) + "_" + label(series.step());
    }

    /** A duration in the largest unit that divides it: {@code 1500ms}, {@code 90s}, {@code 10m}, {@code 3d}. */
    public static String label(Duration duration) {
        if (duration.toNanosPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        if (seconds != 0 && seconds % 60 == 0) {
            return seconds / 60 + "m";
        }
        return seconds + "s";
    }
}
