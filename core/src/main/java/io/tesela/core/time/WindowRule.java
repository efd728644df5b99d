package io.tesela.core.time;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.definition.Window;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which tiles belong to a window: rules W1, W2, W5 and W6 of {@code docs/spec/window.md}.
 *
 * @param intervalMicros the length of a tile, positive
 */
public record WindowRule(long intervalMicros, LeadingTile leadingTile) {
    public WindowRule {
        if (intervalMicros <= 0) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "The aggregation interval is " + intervalMicros + " microseconds; it must be positive");
        }
    }

    public static WindowRule of(Duration interval, LeadingTile leadingTile) {
        return new WindowRule(Micros.of(interval), leadingTile);
    }

    /** The start of the tile that an event with this time belongs to. */
    public long tileStart(long eventTimeMicros) {
        return Math.floorDiv(eventTimeMicros, intervalMicros) * intervalMicros;
    }

    /** The end of a window without offset: where the last tile ends that it covers. */
    public long windowEnd(long leadingEdgeMicros) {
        long start = tileStart(leadingEdgeMicros);
        return leadingTile == LeadingTile.RUNNING ? start + intervalMicros : start;
    }

    /** The starts of the tiles that the window covers; {@code span} is one of {@link #spans}. */
    public TimeRange tileStarts(TimeRange span, long leadingEdgeMicros) {
        long end = windowEnd(leadingEdgeMicros);
        return new TimeRange(end + span.startMicros(), end + span.endMicros());
    }

    /** The instant that a window's value is of: the window's end, or the leading edge where that comes before it. */
    public long effectiveTime(TimeRange span, long leadingEdgeMicros) {
        return Math.min(windowEnd(leadingEdgeMicros) + span.endMicros(), leadingEdgeMicros);
    }

    /**
     * The windows of a feature, oldest first: one, or several for a series. Times are relative to {@link #windowEnd}.
     *
     * @throws TeselaException if the window is not a whole number of tiles
     */
    public List<TimeRange> spans(Window window) {
        if (window instanceof TimeWindow single) {
            long size = positive(window, single.size());
            long end = multiple(window, single.offset());
            return List.of(new TimeRange(end - size, end));
        }
        WindowSeries series = (WindowSeries) window;
        long start = multiple(window, series.start());
        long end = multiple(window, series.end());
        long step = positive(window, series.step());
        long size = positive(window, series.size());
        List<TimeRange> spans = new ArrayList<>();
        for (long from = start; from + size <= end; from += step) {
            spans.add(new TimeRange(from, from + size));
        }
        return List.copyOf(spans);
    }

    private long positive(Window window, Duration duration) {
        long micros = multiple(window, duration);
        if (micros <= 0) {
            throw wrong(window, duration, "a positive multiple");
        }
        return micros;
    }

    private long multiple(Window window, Duration duration) {
        long micros = Micros.of(duration);
        if (micros % intervalMicros != 0) {
            throw wrong(window, duration, "a multiple");
        }
        return micros;
    }

    private TeselaException wrong(Window window, Duration duration, String expected) {
        return new TeselaException(
                ErrorCode.INVALID_DEFINITION,
                "The window " + window + " has " + duration + ", which is not " + expected
                        + " of the aggregation interval of " + intervalMicros + " microseconds");
    }
}
