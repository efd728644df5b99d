package io.tesela.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a served value against the oracle's. Exact functions must agree exactly, floating-point ones to 1e-12 of the
 * value, approximate ones within a bound on their error.
 */
final class FeatureComparison {
    /** The standard error of {@code approx_count_distinct} at its default precision: {@code 1.04 / sqrt(2^8)}. */
    static final double DISTINCT_STANDARD_ERROR = 0.065;

    /** How many standard errors an estimate may be off. */
    private static final double DISTINCT_DEVIATIONS = 5;

    /** How much any estimate may be off: among few values a pair that collides is one too few. */
    private static final double DISTINCT_FLOOR = 3;

    /** How far the rank of {@code approx_percentile} may be off, as a share of the values. */
    static final double PERCENTILE_RANK_ERROR = 0.02;

    private static final double RELATIVE = 1e-12;
    private static final Pattern PERCENTILE = Pattern.compile(".*_approx_percentile_p(\\d+)_.*");

    /** How far approximate features were off, at most. Safe for use by several threads. */
    static final class Errors {
        private double distinct;
        private double squares;
        private long count;
        private double rank;

        private synchronized void distinct(double relative) {
            distinct = Math.max(distinct, Math.abs(relative));
            squares += relative * relative;
            count++;
        }

        private synchronized void rank(double share) {
            rank = Math.max(rank, share);
        }

        /** The root of the mean square of the relative errors of distinct counts of at least {@value #ENOUGH}. */
        synchronized double distinctStandardError() {
            return count == 0 ? 0 : Math.sqrt(squares / count);
        }

        synchronized double largestDistinctError() {
            return distinct;
        }

        synchronized double largestRankError() {
            return rank;
        }
    }

    /** Fewer values are too coarse for a relative error. */
    private static final long ENOUGH = 100;

    private final Errors errors = new Errors();

    Errors errors() {
        return errors;
    }

    /** What is wrong with a served value, or null if it is right. */
    @Nullable String difference(String feature, @Nullable Object expected, JsonNode served, String status) {
        String problem = expected == null ? nothing(served) : value(feature, expected, served, status);
        return problem == null ? null : problem + "; served " + served + " (" + status + ")";
    }

    private static @Nullable String nothing(JsonNode served) {
        return served.isNull() ? null : "expected null";
    }

    private @Nullable String value(String feature, Object expected, JsonNode served, String status) {
        if (expected instanceof List<?> list && list.stream().allMatch(element -> element == null)) {
            // A series of empty windows: no value, or one null a window.
            return served.isNull() || equal(expected, served) ? null : "expected only empty windows";
        }
        if (served.isNull() || !status.equals("PRESENT")) {
            return "expected " + shown(expected) + ", PRESENT";
        }
        if (feature.contains("_approx_count_distinct_")) {
            return distinct((Long) expected, served);
        }
        Matcher percentile = PERCENTILE.matcher(feature);
        if (percentile.matches()) {
            return percentile((List<?>) expected, Double.parseDouble(percentile.group(1)) / 100, served);
        }
        return equal(expected, served) ? null : "expected " + shown(expected);
    }

    private @Nullable String distinct(long expected, JsonNode served) {
        long estimate = served.isTextual() ? Long.parseLong(served.textValue()) : Long.MIN_VALUE;
        if (expected >= ENOUGH) {
            errors.distinct((double) (estimate - expected) / expected);
        }
        double allowed = Math.max(DISTINCT_FLOOR, DISTINCT_DEVIATIONS * DISTINCT_STANDARD_ERROR * expected);
        return Math.abs(estimate - expected) <= allowed
                ? null
                : "expected " + expected + " ± " + Math.round(allowed) + " distinct values";
    }

    /** @param values all values of the window, ascending */
    private @Nullable String percentile(List<?> values, double percentile, JsonNode served) {
        double estimate = served.doubleValue();
        long below =
                values.stream().filter(v -> ((Long) v).doubleValue() < estimate).count();
        long notAbove = values.stream()
                .filter(v -> ((Long) v).doubleValue() <= estimate)
                .count();
        double low = (double) below / values.size();
        double high = (double) notAbove / values.size();
        double off = Math.max(0, Math.max(low - percentile, percentile - high));
        if (values.size() >= ENOUGH) {
            errors.rank(off);
        }
        // One value's share is the distance between neighbours, between which an estimate may lie anywhere.
        return off <= PERCENTILE_RANK_ERROR + 1.0 / values.size()
                ? null
                : "expected rank " + percentile + ", has " + low + " to " + high + " of " + values.size() + " values";
    }

    private static boolean equal(@Nullable Object expected, JsonNode served) {
        if (expected == null) {
            return served.isNull();
        }
        if (expected instanceof Double number) {
            return served.isNumber()
                    && Math.abs(served.doubleValue() - number) <= RELATIVE * Math.max(1e-300, Math.abs(number));
        }
        if (expected instanceof List<?> list) {
            boolean equal = served.isArray() && served.size() == list.size();
            for (int i = 0; equal && i < list.size(); i++) {
                equal = equal(list.get(i), served.get(i));
            }
            return equal;
        }
        // An INT64 is a JSON string.
        return served.isTextual() && served.textValue().equals(expected.toString());
    }

    private static String shown(Object expected) {
        String text = String.valueOf(expected);
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
