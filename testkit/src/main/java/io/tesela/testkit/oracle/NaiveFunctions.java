package io.tesela.testkit.oracle;

import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The aggregation functions over raw events. Approximate ones are answered exactly, a percentile by all values. */
final class NaiveFunctions {
    static final Object OVERFLOW = new Object();

    /** A value with its time. */
    private record Timed(long time, Object value) {}

    private static final Comparator<Timed> BY_TIME =
            Comparator.comparingLong(Timed::time).thenComparing(Timed::value, ValueOrder.INSTANCE);

    private NaiveFunctions() {}

    static @Nullable Object value(AggregationFunction function, DataType type, int column, List<Event> events) {
        List<Timed> timed = new ArrayList<>();
        for (Event event : events) {
            if (!event.isNull(column)) {
                timed.add(new Timed(
                        event.timeMicros(), Objects.requireNonNull(event.row().get(column))));
            }
        }
        timed.sort(BY_TIME);
        List<Object> values = timed.stream().map(Timed::value).toList();
        if (function == Simple.COUNT) {
            return (long) values.size();
        }
        if (function instanceof ApproxCountDistinct) {
            return values.stream().distinct().count();
        }
        if (values.isEmpty()) {
            return null;
        }
        if (function instanceof Simple simple) {
            return simple(simple, type, values);
        }
        return list(function, timed, values);
    }

    private static Object list(AggregationFunction function, List<Timed> timed, List<Object> values) {
        if (function instanceof LastN last) {
            return last(values, last.n());
        }
        if (function instanceof FirstN first) {
            return first(values, first.n());
        }
        if (function instanceof FirstDistinct first) {
            return first(distinct(timed), first.n());
        }
        if (function instanceof LastDistinct last) {
            List<Timed> latestFirst = new ArrayList<>(timed);
            Collections.reverse(latestFirst);
            List<Object> distinct = new ArrayList<>(distinct(latestFirst));
            Collections.reverse(distinct);
            return last(distinct, last.n());
        }
        if (function instanceof ApproxPercentile) {
            return values.stream().sorted(ValueOrder.INSTANCE).toList();
        }
        throw new IllegalArgumentException("No naive form of " + function);
    }

    private static List<Object> first(List<Object> values, int n) {
        return values.subList(0, Math.min(n, values.size()));
    }

    private static List<Object> last(List<Object> values, int n) {
        return values.subList(Math.max(0, values.size() - n), values.size());
    }

    private static List<Object> distinct(List<Timed> timed) {
        Map<Object, Long> seen = new LinkedHashMap<>();
        timed.forEach(each -> seen.putIfAbsent(each.value(), each.time()));
        return List.copyOf(seen.keySet());
    }

    private static @Nullable Object simple(Simple function, DataType type, List<Object> values) {
        return switch (function) {
            case FIRST -> values.get(0);
            case LAST -> values.get(values.size() - 1);
            case MIN -> Collections.min(values, ValueOrder.INSTANCE);
            case MAX -> Collections.max(values, ValueOrder.INSTANCE);
            case COUNT -> (long) values.size();
            case SUM -> type == DataType.INT32 || type == DataType.INT64 ? integerSum(values) : sum(values);
            case MEAN -> mean(values);
            default -> moment(function, values);
        };
    }

    private static Object integerSum(List<Object> values) {
        BigInteger sum = BigInteger.ZERO;
        for (Object value : values) {
            sum = sum.add(BigInteger.valueOf(((Number) value).longValue()));
        }
        return sum.bitLength() < Long.SIZE ? (Object) sum.longValue() : OVERFLOW;
    }

    private static double sum(List<Object> values) {
        double special = special(values);
        return special == 0 ? exactSum(values).doubleValue() : special;
    }

    private static double mean(List<Object> values) {
        double special = special(values);
        return special == 0
                ? exactSum(values)
                        .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                        .doubleValue()
                : special;
    }

    /** The sum if NaN or infinities decide it, else 0. */
    private static double special(List<Object> values) {
        double sum = 0;
        for (Object value : values) {
            double number = ((Number) value).doubleValue();
            sum += Double.isFinite(number) ? 0 : number;
        }
        return sum;
    }

    private static @Nullable Double moment(Simple function, List<Object> values) {
        boolean sample = function == Simple.VAR_SAMP || function == Simple.STDDEV_SAMP;
        int n = values.size();
        if (sample && n < 2) {
            return null;
        }
        if (special(values) != 0) {
            return Double.NaN;
        }
        BigDecimal sum = exactSum(values);
        BigDecimal squares = BigDecimal.ZERO;
        for (Object value : values) {
            squares = squares.add(decimal(value).pow(2));
        }
        BigDecimal scatter = squares.multiply(BigDecimal.valueOf(n)).subtract(sum.pow(2));
        BigDecimal divisor = BigDecimal.valueOf((long) n * (sample ? n - 1 : n));
        BigDecimal variance = scatter.divide(divisor, MathContext.DECIMAL128);
        boolean root = function == Simple.STDDEV_POP || function == Simple.STDDEV_SAMP;
        return root ? variance.sqrt(MathContext.DECIMAL128).doubleValue() : variance.doubleValue();
    }

    private static BigDecimal exactSum(List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(decimal(value));
        }
        return sum;
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof Double || value instanceof Float
                ? new BigDecimal(((Number) value).doubleValue())
                : BigDecimal.valueOf(((Number) value).longValue());
    }
}
