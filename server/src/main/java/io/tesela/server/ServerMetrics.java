package io.tesela.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** What the server counts and measures, as Prometheus text. Nothing is recorded before {@link #begin}. */
final class ServerMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(50_000),
        Duration.ofNanos(100_000),
        Duration.ofNanos(200_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final Timer storeRead;
    private final DistributionSummary storeBytes;
    private final AtomicInteger registryProblems = new AtomicInteger();
    private final MultiGauge latestEvent;
    private final MultiGauge finishedAt;
    private final MultiGauge late;
    private final MultiGauge dead;
    private volatile boolean recording;

    /** @param waiting how many requests wait */
    ServerMetrics(IntSupplier waiting) {
        storeRead = timer("tesela.server.store.read", "Reading tiles and merging them, per request", Tags.empty());
        storeBytes = DistributionSummary.builder("tesela.server.store.read.bytes")
                .description("Size of the tiles read, per request")
                .register(registry);
        Gauge.builder("tesela.server.waiting.requests", waiting, IntSupplier::getAsInt)
                .description("Requests that wait to be answered")
                .register(registry);
        Gauge.builder("tesela.server.registry.problems", registryProblems, AtomicInteger::get)
                .description("Workspaces that could not be read from the registry at the last try")
                .register(registry);
        latestEvent = perView("tesela.view.latest.event.timestamp.seconds", "Latest event time that is aggregated");
        finishedAt = perView("tesela.view.batch.finished.timestamp.seconds", "When the last batch became readable");
        late = perView("tesela.view.late.rows", "Rows dropped because they came after the watermark, in total");
        dead = perView("tesela.view.dead.rows", "Records in the dead-letter table, in total");
    }

    private MultiGauge perView(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Starts recording: what went before was the server's own. */
    void begin() {
        recording = true;
    }

    /** @param endpoint such as {@code get-features} */
    void request(String endpoint, int status, long nanos) {
        if (recording) {
            requests.computeIfAbsent(
                            endpoint + " " + status,
                            key -> timer(
                                    "tesela.server.request",
                                    "From the arrival of a request to its answer",
                                    Tags.of("endpoint", endpoint, "status", Integer.toString(status))))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void storeRead(long nanos, long bytes) {
        if (recording) {
            storeRead.record(nanos, TimeUnit.NANOSECONDS);
            storeBytes.record((double) bytes);
        }
    }

    void error(String code) {
        if (recording) {
            errors.computeIfAbsent(
                            code,
                            key -> Counter.builder("tesela.server.errors")
                                    .description("Answers that were errors")
                                    .tag("code", key)
                                    .register(registry))
                    .increment();
        }
    }

    void registryProblems(int count) {
        registryProblems.set(count);
    }

    /** Replaces what is known of the views. */
    void views(List<ViewFreshness> views) {
        register(latestEvent, views, view -> view.progress().latestEventMicros() / 1e6);
        register(finishedAt, views, view -> view.progress().finishedAtMicros() / 1e6);
        register(late, views, view -> (double) view.progress().late());
        register(dead, views, view -> (double) view.progress().dead());
    }

    private interface Reading {
        double of(ViewFreshness view);
    }

    private static void register(MultiGauge gauge, List<ViewFreshness> views, Reading reading) {
        gauge.register(
                views.stream()
                        .<MultiGauge.Row<?>>map(view -> MultiGauge.Row.of(
                                Tags.of("workspace", view.workspace(), "view", view.view()), reading.of(view)))
                        .toList(),
                true);
    }

    /** Everything, in the Prometheus text format. */
    String scrape() {
        return registry.scrape();
    }
}
