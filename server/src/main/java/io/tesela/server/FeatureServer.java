package io.tesela.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.retrieval.Retrieval;
import io.tesela.core.store.OnlineStore;
import io.tesela.server.FeatureServerSettings.Access;
import io.tesela.server.FeatureServerSettings.MetricsAccess;
import io.tesela.server.FeaturesEndpoint.Parts;
import io.tesela.server.access.ApiKeys;
import io.tesela.server.access.Authorization;
import io.tesela.server.access.KeyHashes;
import io.tesela.server.wire.FeaturesRequest.Shape;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running feature server. Closing it lets requests in flight finish; the store stays the caller's to close. */
public final class FeatureServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureServer.class);
    private static final Duration QUIET_BEFORE_STOP = Duration.ofMillis(100);

    /** Adds routes of others to the server's port. */
    @FunctionalInterface
    public interface Routes {
        Routes NONE = builder -> {};

        void addTo(ServerBuilder builder);
    }

    private final FeatureServerSettings settings;
    private final ServedRepositories repositories;
    private final OnlineStore store;
    private final Dispatcher dispatcher;
    private final ScheduledExecutorService poller;
    private final ServerMetrics metrics;
    private final KeyHashes keyHashes = new KeyHashes();
    private final Server server;
    private final String ownKey = randomKey();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile int port;
    private @Nullable ScheduledFuture<?> polling;

    private FeatureServer(
            FeatureServerSettings settings,
            RepositorySource source,
            OnlineStore store,
            InstantSource clock,
            Routes more) {
        this.settings = settings;
        this.repositories = new ServedRepositories(source);
        this.store = store;
        this.dispatcher = new Dispatcher(settings, threads("tesela-server-worker"));
        this.poller = Executors.newSingleThreadScheduledExecutor(threads("tesela-server-poller"));
        this.metrics = new ServerMetrics(dispatcher::waiting);
        this.server = server(new Retrieval(store, clock, System::nanoTime), more);
    }

    /**
     * Starts a server. It listens when this returns, and says that it is ready when it has warmed up.
     *
     * @param clock says when a request comes in
     * @throws TeselaException if the API keys cannot be read, or with code CONFLICT if the port is taken
     */
    public static FeatureServer start(
            FeatureServerSettings settings, RepositorySource source, OnlineStore store, InstantSource clock) {
        return start(settings, source, store, clock, Routes.NONE);
    }

    /** Starts a server with more routes than its own; they see to their own access control. */
    public static FeatureServer start(
            FeatureServerSettings settings,
            RepositorySource source,
            OnlineStore store,
            InstantSource clock,
            Routes more) {
        FeatureServer server = new FeatureServer(settings, source, store, clock, more);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.stopThreads();
            throw e;
        }
    }

    private void start() {
        readKeys();
        poll();
        listen();
        long interval = settings.pollInterval().toMillis();
        polling = poller.scheduleWithFixedDelay(this::poll, interval, interval, TimeUnit.MILLISECONDS);
        if (settings.warmUp().isZero()) {
            open();
        } else {
            threads("tesela-server-warm-up").newThread(this::warmUp).start();
        }
    }

    private void warmUp() {
        InetSocketAddress address = new InetSocketAddress(settings.host(), port());
        new WarmUp(address, "Bearer " + ownKey, System::nanoTime, () -> closing)
                .run(repositories.workspaces(), settings.warmUp());
        open();
    }

    /** Says that it is ready, and records from now on. */
    private void open() {
        metrics.begin();
        if (!closing) {
            ready.complete(null);
        }
    }

    /** A key that nobody else knows, for the warm-up. */
    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void listen() {
        try {
            server.start().join();
            port = server.activeLocalPort();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TeselaException(
                    ErrorCode.CONFLICT,
                    "The feature server cannot listen on port " + settings.port() + " of " + settings.host() + ": "
                            + cause.getMessage() + ". Stop the program that uses the port, or choose another one",
                    cause);
        }
    }

    private void poll() {
        metrics.registryProblems(repositories.refresh());
        try {
            readKeys();
        } catch (RuntimeException e) {
            LOG.error("Serving goes on with the API keys known so far: {}", e.getMessage());
        }
    }

    private void readKeys() {
        if (settings.access() instanceof Access.KeyHolders holders) {
            keyHashes.replace(ApiKeys.in(holders.keysFile()).list());
        }
    }

    private Server server(Retrieval retrieval, Routes more) {
        ErrorAnswers errors = new ErrorAnswers(metrics, settings);
        Authorization authorization =
                settings.access() instanceof Access.KeyHolders ? this::admits : Authorization.OPEN;
        Parts parts = new Parts(
                repositories, retrieval, dispatcher, errors, metrics, System::nanoTime, settings.maxBatchRows());
        ServerBuilder builder = Server.builder()
                .port(new InetSocketAddress(settings.host(), settings.port()), SessionProtocol.HTTP)
                .requestTimeout(settings.requestTimeout())
                .maxRequestLength(settings.maxBodyBytes())
                .gracefulShutdownTimeout(
                        QUIET_BEFORE_STOP, settings.requestTimeout().plus(QUIET_BEFORE_STOP.multipliedBy(5)))
                .errorHandler(errors)
                .disableServerHeader();
        addFeatures(builder, parts, authorization);
        builder.service("/health", (context, request) -> plain(HttpStatus.OK, "ok\n"));
        builder.service(
                "/ready",
                (context, request) -> isReady()
                        ? plain(HttpStatus.OK, "ready\n")
                        : plain(HttpStatus.SERVICE_UNAVAILABLE, "not ready\n"));
        boolean open = settings.metricsAccess() == MetricsAccess.EVERYONE;
        builder.service("/metrics", new AccessControl(this::scrape, open ? Authorization.OPEN : authorization, errors));
        more.addTo(builder);
        return builder.build();
    }

    private static void addFeatures(ServerBuilder builder, Parts parts, Authorization authorization) {
        String v1 = "/api/v1/feature-service/";
        String v2 = "/api/v2/workspaces/{workspace}/feature-services/{service}/";
        HttpService features = new AccessControl(
                new FeaturesEndpoint(parts, Shape.GET_FEATURES, "get-features"), authorization, parts.errors());
        HttpService batch = new AccessControl(
                new FeaturesEndpoint(parts, Shape.GET_FEATURES_BATCH, "get-features-batch"),
                authorization,
                parts.errors());
        HttpService metadata = new AccessControl(
                new FeaturesEndpoint(parts, Shape.METADATA, "metadata"), authorization, parts.errors());
        for (String prefix : new String[] {v1, v2}) {
            builder.route().post(prefix + "get-features").build(features);
            builder.route().post(prefix + "get-features-batch").build(batch);
        }
        builder.route().post(v1 + "metadata").build(metadata);
        builder.route().get(v2 + "metadata").build(metadata);
    }

    private boolean admits(@Nullable String header) {
        if (keyHashes.admits(header)) {
            return true;
        }
        String key = ready.isDone() ? null : Authorization.keyIn(header);
        return key != null
                && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), ownKey.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse scrape(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(CompletableFuture.supplyAsync(
                () -> {
                    metrics.views(ViewFreshness.of(repositories.workspaces(), store));
                    return HttpResponse.of(
                            HttpStatus.OK,
                            MediaType.parse("text/plain; version=0.0.4; charset=utf-8"),
                            metrics.scrape());
                },
                context.blockingTaskExecutor()));
    }

    private static HttpResponse plain(HttpStatus status, String text) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Whether it has warmed up and is not being closed. */
    public boolean isReady() {
        return ready.isDone() && !closing;
    }

    /** Completes when the server is ready; never, if it is closed before. */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Takes no more requests, lets those in flight finish within the request time-out, and stops. */
    @Override
    public void close() {
        closing = true;
        server.stop().join();
        stopThreads();
    }

    private void stopThreads() {
        if (polling != null) {
            polling.cancel(false);
        }
        poller.shutdownNow();
        dispatcher.close();
    }
}
