package io.tesela.spark.stream;

import io.tesela.spark.stream.Purchases.Kind;
import io.tesela.spark.stream.Purchases.Purchase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a job must make of purchases, written again from the rules, naively. */
final class PurchaseOracle {
    private final List<Purchase> counted = new ArrayList<>();
    private long rows;
    private long late;
    private long dead;
    private long latest = Long.MIN_VALUE;
    private long watermark;

    /** Takes a micro-batch. */
    void take(List<Purchase> batch, long delayMicros) {
        long before = watermark;
        for (Purchase purchase : batch) {
            rows++;
            if (purchase.kind() != Kind.GOOD) {
                dead++;
                continue;
            }
            long minutes = Math.floorDiv(purchase.micros(), Purchases.MINUTE);
            boolean must = purchase.micros() > latest - delayMicros;
            if ((minutes + 1) * Purchases.MINUTE <= before) {
                late++;
                if (must) {
                    throw new AssertionError("S1: dropped within the watermark delay: " + purchase);
                }
            } else {
                counted.add(purchase);
                latest = Math.max(latest, purchase.micros());
            }
        }
        long milli = Math.floorDiv(latest, 1_000) - delayMicros / 1_000;
        watermark = Math.max(watermark, milli * 1_000);
    }

    long rows() {
        return rows;
    }

    long late() {
        return late;
    }

    long dead() {
        return dead;
    }

    long counted() {
        return counted.size();
    }

    long latest() {
        return latest;
    }

    /** The purchases of a user in the window, in the order of time. */
    private List<Purchase> window(String user, long edge, long size) {
        long end = Math.floorDiv(edge, Purchases.MINUTE) * Purchases.MINUTE;
        return counted.stream()
                .filter(p -> p.user().equals(user) && p.micros() >= end - size && p.micros() < end)
                .sorted(Comparator.comparingLong(Purchase::micros))
                .toList();
    }

    boolean isEmpty(String user, long edge, long size) {
        return window(user, edge, size).isEmpty();
    }

    /** The value of a feature such as {@code amount_sum_1h_1m}. */
    @Nullable Object value(String feature, String user, long edge) {
        long size = feature.contains("_1h_") ? 60 * Purchases.MINUTE : 5 * Purchases.MINUTE;
        String function = feature.replaceFirst("_(1h|5m)_1m$", "");
        List<Purchase> window = window(user, edge, size);
        List<String> shops = present(window, Purchase::shop);
        List<Double> amounts = present(window, Purchase::amount);
        List<Long> units = present(window, Purchase::units);
        return switch (function) {
            case "units_count" -> (long) units.size();
            case "units_sum" ->
                units.isEmpty()
                        ? null
                        : (Object) units.stream().mapToLong(u -> u).sum();
            case "amount_sum" -> amounts.isEmpty() ? null : (Object) sum(amounts);
            case "amount_mean" -> amounts.isEmpty() ? null : (Object) (sum(amounts) / amounts.size());
            case "amount_var_pop" -> amounts.isEmpty() ? null : (Object) (squares(amounts) / amounts.size());
            case "amount_stddev_samp" ->
                amounts.size() < 2 ? null : (Object) Math.sqrt(squares(amounts) / (amounts.size() - 1));
            case "amount_min" -> amounts.stream().min(Comparator.naturalOrder()).orElse(null);
            case "shop_max" -> shops.stream().max(Comparator.naturalOrder()).orElse(null);
            case "shop_last" -> shops.isEmpty() ? null : shops.get(shops.size() - 1);
            case "units_first" -> units.isEmpty() ? null : units.get(0);
            case "amount_last_3" -> orNull(amounts.subList(Math.max(0, amounts.size() - 3), amounts.size()));
            case "shop_first_4" -> orNull(shops.subList(0, Math.min(4, shops.size())));
            case "shop_last_distinct_3" -> orNull(lastDistinct(shops, 3));
            case "shop_first_distinct_3" ->
                orNull(new LinkedHashSet<>(shops).stream().limit(3).toList());
            case "shop_approx_count_distinct" -> (long) new LinkedHashSet<>(shops).size();
            case "amount_approx_percentile_p50" -> amounts.isEmpty() ? null : (Object) median(amounts);
            default -> throw new AssertionError("No rule for " + feature);
        };
    }

    private static <T> List<T> present(List<Purchase> window, Function<Purchase, @Nullable T> column) {
        return window.stream()
                .map(column)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static @Nullable Object orNull(List<?> list) {
        return list.isEmpty() ? null : list;
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(v -> v).sum();
    }

    private static double squares(List<Double> values) {
        double mean = sum(values) / values.size();
        return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    }

    private static List<String> lastDistinct(List<String> values, int n) {
        List<String> latest = new ArrayList<>();
        for (int i = values.size() - 1; i >= 0 && latest.size() < n; i--) {
            if (!latest.contains(values.get(i))) {
                latest.add(0, values.get(i));
            }
        }
        return latest;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
