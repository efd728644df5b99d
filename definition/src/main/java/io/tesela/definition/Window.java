package io.tesela.definition;

import java.io.Serializable;
import java.time.Duration;

/** The span of time, relative to the leading edge, whose values a feature aggregates. */
public sealed interface Window extends Serializable {
    /**
     * {@code [T + offset − size, T + offset)} at the leading edge T.
     *
     * @param size a positive multiple of the aggregation interval
     * @param offset zero or negative, a multiple of the aggregation interval
     */
    record TimeWindow(Duration size, Duration offset) implements Window {}

    /**
     * A series of windows, oldest first, whose feature is an array with one element a window, null for an empty one.
     * The first window starts at {@code T + start}, each next one {@code step} later, and the last one ends no later
     * than {@code T + end}.
     *
     * @param start negative
     * @param end zero or negative, after {@code start}
     */
    record WindowSeries(Duration start, Duration end, Duration step, Duration size) implements Window {
        /** The number of windows. */
        public int length() {
            long room = end.minus(start).minus(size).toMillis();
            return room < 0 ? 0 : Math.toIntExact(room / step.toMillis()) + 1;
        }
    }

    static TimeWindow of(Duration size) {
        return new TimeWindow(size, Duration.ZERO);
    }

    /**
     * {@code [T + offset − size, T + offset)}.
     *
     * @param offset how far back the window's end lies: negative, such as {@code ofDays(-1)}
     */
    static TimeWindow of(Duration size, Duration offset) {
        return new TimeWindow(size, offset);
    }

    /** Windows of {@code size}, one every {@code step}, from {@code T + start} to T. */
    static WindowSeries series(Duration start, Duration step, Duration size) {
        return new WindowSeries(start, Duration.ZERO, step, size);
    }
}
