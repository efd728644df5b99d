package io.tesela.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.demo.WikipediaOracle.ViewFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Asks a server for the features of many entities and compares each value with the oracle's. */
final class ServedFeaturesCheck {
    private static final int ROWS_PER_REQUEST = 500;
    private static final int DIFFERENCES_KEPT = 10;

    private final FeatureClient client;
    private final ExecutorService threads;
    private final FeatureComparison comparison = new FeatureComparison();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong different = new AtomicLong();
    private final List<String> differences = new ArrayList<>();

    /** @param threads how many requests are under way at once */
    ServedFeaturesCheck(FeatureClient client, ExecutorService threads) {
        this.client = client;
        this.threads = threads;
    }

    /** What is known of a view's features at an instant. */
    record Expected(String view, List<String> joinKeys, ViewFeatures features) {}

    /**
     * Asks one service, at the server's present time.
     *
     * @param views the views of the service, alphabetically
     * @param joinKeys what each entity's values are
     */
    void check(
            Instant instant, String service, List<Expected> views, List<String> joinKeys, List<List<String>> entities) {
        List<Callable<@Nullable Void>> requests = new ArrayList<>();
        for (int from = 0; from < entities.size(); from += ROWS_PER_REQUEST) {
            List<List<String>> some = entities.subList(from, Math.min(entities.size(), from + ROWS_PER_REQUEST));
            requests.add(() -> {
                compare(instant, client.features(service, joinKeys, some), views, joinKeys, some);
                return null;
            });
        }
        try {
            for (Future<?> request : threads.invokeAll(requests)) {
                request.get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new TeselaException(ErrorCode.INTERNAL, "The comparison failed", failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TeselaException(ErrorCode.UNAVAILABLE, "Interrupted while comparing features", interrupt);
        }
    }

    private void compare(
            Instant instant,
            FeatureClient.Answer answer,
            List<Expected> views,
            List<String> joinKeys,
            List<List<String>> entities) {
        requireShape(answer, views, entities.size());
        int feature = 0;
        for (Expected view : views) {
            List<List<String>> keys = entities.stream()
                    .map(entity -> projected(entity, joinKeys, view.joinKeys()))
                    .toList();
            for (int end = feature + view.features().positions().size(); feature < end; feature++) {
                String name = answer.names().get(feature).substring(view.view().length() + 1);
                JsonNode statuses = answer.statuses().get(feature);
                for (int row = 0; row < keys.size(); row++) {
                    Object expected = view.features().value(keys.get(row), name);
                    JsonNode served = answer.rows().get(row).get(feature);
                    String problem = comparison.difference(
                            name, expected, served, statuses.get(row).asText());
                    count(expected, problem, instant, view.view() + "." + name, keys.get(row));
                }
            }
        }
    }

    /** Every feature that the oracle knows is served, in the order of their names, for every entity. */
    private static void requireShape(FeatureClient.Answer answer, List<Expected> views, int rows) {
        List<String> names = new ArrayList<>();
        for (Expected view : views) {
            Map<String, Integer> features = view.features().positions();
            features.keySet().stream()
                    .sorted()
                    .map(name -> view.view() + "." + name)
                    .forEach(names::add);
        }
        if (!answer.names().equals(names) || answer.rows().size() != rows) {
            throw new TeselaException(
                    ErrorCode.INTERNAL,
                    "The server answered " + answer.rows().size() + " rows of " + answer.names() + "; expected " + rows
                            + " rows of " + names);
        }
    }

    private static List<String> projected(List<String> values, List<String> from, List<String> to) {
        return to.stream().map(key -> values.get(from.indexOf(key))).toList();
    }

    private void count(
            @Nullable Object expected, @Nullable String problem, Instant at, String feature, List<String> entity) {
        compared.incrementAndGet();
        if (expected != null) {
            values.incrementAndGet();
        }
        if (problem == null) {
            return;
        }
        different.incrementAndGet();
        synchronized (differences) {
            if (differences.size() < DIFFERENCES_KEPT) {
                differences.add(feature + " of " + entity + " at " + at + ": " + problem);
            }
        }
    }

    /** How many features of an entity at an instant were compared. */
    long compared() {
        return compared.get();
    }

    /** How many of them have a value, that is, are not null. */
    long values() {
        return values.get();
    }

    /** How many differ. */
    long different() {
        return different.get();
    }

    /** The first differences, in words. */
    List<String> differences() {
        synchronized (differences) {
            return List.copyOf(differences);
        }
    }

    FeatureComparison.Errors errors() {
        return comparison.errors();
    }
}
