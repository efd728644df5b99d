package io.tesela.testkit.laws;

import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.DataType.Array;
import io.tesela.definition.DataType.Primitive;
import io.tesela.definition.Schema;
import io.tesela.testkit.oracle.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events with the values that break things: nulls, extremes, NaN, both zeros, equal times, sums that cancel.
 *
 * @param columns the columns of the rows
 * @param startMicros the earliest event time
 * @param endMicros no event is at or after it
 */
public record RandomEvents(Schema columns, long startMicros, long endMicros) {
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "b",
            "ab",
            "a\0",
            "a\0b",
            "\u00e9",
            "\uffff",
            "\ud83d\ude00",
            "longer than thirty-two bytes, it is");
    private static final List<Double> ODD_DOUBLES =
            List.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.0, -1.0, 1e-30, 1e30);
    private static final List<Long> ODD_LONGS =
            List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 1L << 53, 7L);

    /** About twice as many events as the trial's size. */
    public List<Event> draw(Trial trial) {
        int count = trial.between(0, 4 * trial.size());
        List<Integer> styles =
                columns.columns().stream().map(column -> trial.between(0, 4)).toList();
        long grain = trial.onceIn(2) ? 1 : Math.max(1, (endMicros - startMicros) / 40);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long time = startMicros + (long) (trial.random().nextDouble() * (endMicros - startMicros));
            List<@Nullable Object> row = new ArrayList<>();
            for (int c = 0; c < styles.size(); c++) {
                Column column = columns.columns().get(c);
                row.add(trial.onceIn(6) ? null : value(trial, column.type(), styles.get(c)));
            }
            events.add(new Event(Math.floorDiv(time, grain) * grain, Collections.unmodifiableList(row)));
        }
        return events;
    }

    private static Object value(Trial trial, DataType type, int style) {
        if (type instanceof Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = trial.between(0, 4); i > 0; i--) {
                list.add(trial.onceIn(4) ? null : value(trial, array.element(), style));
            }
            return Collections.unmodifiableList(list);
        }
        return switch ((Primitive) type) {
            case INT32 -> (int) integer(trial, style);
            case INT64 -> integer(trial, style);
            case FLOAT32 -> (float) number(trial, style);
            case FLOAT64 -> number(trial, style);
            case STRING -> style == 3 ? "value " + trial.between(0, 1000) : trial.oneOf(STRINGS);
            case BOOLEAN -> trial.onceIn(2);
            case TIMESTAMP -> Instant.EPOCH.plus(trial.random().nextInt() * 1_000_003L, ChronoUnit.MICROS);
        };
    }

    private static long integer(Trial trial, int style) {
        return switch (style) {
            case 0 -> trial.oneOf(ODD_LONGS);
            case 1 -> trial.between(-3, 4);
            case 2 -> 1_700_000_000_000L + trial.between(0, 5);
            default -> trial.random().nextLong();
        };
    }

    private static double number(Trial trial, int style) {
        return switch (style) {
            case 0 -> trial.oneOf(ODD_DOUBLES);
            case 1 -> trial.between(-3, 4) / 10.0;
            case 2 -> 1e9 + trial.random().nextDouble();
            default -> trial.random().nextGaussian() * Math.pow(10, trial.between(-10, 15));
        };
    }
}
