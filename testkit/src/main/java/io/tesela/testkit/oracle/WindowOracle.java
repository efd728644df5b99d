package io.tesela.testkit.oracle;

import io.tesela.core.aggregation.FeatureValue.Status;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What features are of raw events, computed as plainly as it can be. */
public record WindowOracle(Schema columns, Duration interval, LeadingTile leadingTile) {
    /** What a feature should be. */
    public record Answer(@Nullable Object value, Status status, long effectiveTimeMicros) {}

    public Answer answer(Feature feature, List<Event> events, long leadingEdgeMicros) {
        BigInteger edge = BigInteger.valueOf(leadingEdgeMicros);
        BigInteger end = edge.subtract(edge.mod(micros(interval)));
        if (leadingTile == LeadingTile.RUNNING) {
            end = end.add(micros(interval));
        }
        List<BigInteger[]> windows = windows(feature, end);
        List<@Nullable Object> values = new ArrayList<>();
        Status status = Status.MISSING_DATA;
        for (BigInteger[] window : windows) {
            List<Event> inside = events.stream()
                    .filter(event -> inside(event, window[0], window[1]))
                    .toList();
            Object value = inside.isEmpty() ? null : value(feature, inside);
            boolean overflow = value == NaiveFunctions.OVERFLOW;
            values.add(overflow ? null : value);
            if (overflow) {
                status = Status.OVERFLOW;
            } else if (!inside.isEmpty() && status == Status.MISSING_DATA) {
                status = Status.PRESENT;
            }
        }
        BigInteger lastEnd = windows.get(windows.size() - 1)[1];
        long effective = lastEnd.min(edge).longValueExact();
        if (feature.window() instanceof WindowSeries) {
            return new Answer(status == Status.MISSING_DATA ? null : values, status, effective);
        }
        return new Answer(values.get(0), status, effective);
    }

    private @Nullable Object value(Feature feature, List<Event> events) {
        int column = columns.names().indexOf(feature.column());
        return NaiveFunctions.value(
                feature.function(), columns.columns().get(column).type(), column, events);
    }

    private static boolean inside(Event event, BigInteger start, BigInteger end) {
        BigInteger time = BigInteger.valueOf(event.timeMicros());
        return time.compareTo(start) >= 0 && time.compareTo(end) < 0;
    }

    private static List<BigInteger[]> windows(Feature feature, BigInteger end) {
        if (feature.window() instanceof TimeWindow window) {
            BigInteger last = end.add(micros(window.offset()));
            return List.<BigInteger[]>of(new BigInteger[] {last.subtract(micros(window.size())), last});
        }
        WindowSeries series = (WindowSeries) feature.window();
        List<BigInteger[]> windows = new ArrayList<>();
        BigInteger start = end.add(micros(series.start()));
        BigInteger last = end.add(micros(series.end()));
        while (start.add(micros(series.size())).compareTo(last) <= 0) {
            windows.add(new BigInteger[] {start, start.add(micros(series.size()))});
            start = start.add(micros(series.step()));
        }
        return windows;
    }

    private static BigInteger micros(Duration duration) {
        return BigInteger.valueOf(duration.toMillis()).multiply(BigInteger.valueOf(1000));
    }
}
