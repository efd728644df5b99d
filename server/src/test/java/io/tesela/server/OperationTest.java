package io.tesela.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.store.InMemoryOnlineStore;
import io.tesela.core.store.OnlineStore;
import io.tesela.server.FeatureServerSettings.Execution;
import io.tesela.server.Purchases.Event;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The server as its operator sees it. */
final class OperationTest {
    private static final String PATH = "/api/v2/workspaces/prod/feature-services/spending/get-features";
    private static final String BODY = "{\"params\": {\"joinKeyMap\": {\"customer\": \"ada\"}}}";
    private static final InstantSource CLOCK = InstantSource.fixed(Purchases.NOW);
    private static final AppliedRepository REPOSITORY = Purchases.repository(1, Purchases.SPENDING_ONLY);

    private static RunningServer start(
            FeatureServerSettings.Builder settings, RepositorySource source, OnlineStore store) {
        return new RunningServer(FeatureServer.start(settings.build(), source, store, CLOCK));
    }

    private static void await(BooleanSupplier condition) {
        for (int attempt = 0; attempt < 3_000 && !condition.getAsBoolean(); attempt++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void aServerIsReadyOnceItHasWarmedUp() {
        FeatureServerSettings.Builder settings = RunningServer.settings().warmUp(Duration.ofSeconds(2));
        try (RunningServer server = start(settings, RunningServer.always(REPOSITORY), new InMemoryOnlineStore())) {
            server.server().ready().toCompletableFuture().join();
            assertThat(server.get("/ready").statusCode()).isEqualTo(200);
            assertThat(server.get("/metrics").body())
                    .as("the warm-up is not counted")
                    .doesNotContain("endpoint=\"get-features\"");
        }
    }

    @Test
    void metricsTellRequestsErrorsAndFreshness() {
        InMemoryOnlineStore store = new InMemoryOnlineStore();
        Purchases.write(
                store,
                Purchases.spending(),
                List.of("ada"),
                Instant.parse("2026-03-01T11:58:00Z"),
                new Event(Instant.parse("2026-03-01T11:58:10Z"), Map.of("amount", 1.0)));
        try (RunningServer server = start(RunningServer.settings(), RunningServer.always(REPOSITORY), store)) {
            server.post(PATH, BODY);
            server.post(PATH, "{}");
            server.get("/nowhere");
            String metrics = server.get("/metrics").body();
            assertThat(metrics)
                    .contains("tesela_server_request_seconds_count{endpoint=\"get-features\",status=\"200\"} 1")
                    .contains(
                            "tesela_server_request_seconds_bucket{endpoint=\"get-features\",status=\"200\",le=\"0.001\"}")
                    .contains("tesela_server_request_seconds_count{endpoint=\"get-features\",status=\"400\"} 1")
                    .contains("tesela_server_errors_total{code=\"INVALID_ARGUMENT\"} 1")
                    .contains("tesela_server_errors_total{code=\"HTTP_404\"} 1")
                    .contains("tesela_server_store_read_seconds_count 1")
                    .containsPattern("tesela_view_latest_event_timestamp_seconds\\{view=\"user_spending\","
                            + "workspace=\"prod\"\\} 1\\.77236629E9")
                    .contains("tesela_view_late_rows{view=\"user_spending\",workspace=\"prod\"} 3")
                    .contains("tesela_view_dead_rows{view=\"user_spending\",workspace=\"prod\"} 2");
        }
    }

    @Test
    void f3_aStoreThatDoesNotAnswerInTimeGivesA504() {
        HeldStore store = new HeldStore();
        FeatureServerSettings.Builder settings =
                RunningServer.settings().execution(Execution.WORKERS).requestTimeout(Duration.ofMillis(200));
        try (RunningServer server = start(settings, RunningServer.always(REPOSITORY), store.store())) {
            HttpResponse<String> response = server.post(PATH, BODY);
            store.release();
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("\"code\":4").contains("longer than the server's limit of 200 ms");
        }
    }

    @Test
    void f3_loadBeyondCapacityIsShedWith429() {
        HeldStore store = new HeldStore();
        FeatureServerSettings.Builder settings =
                RunningServer.settings().execution(Execution.WORKERS).workers(1).maxWaitingRequests(1);
        try (RunningServer server = start(settings, RunningServer.always(REPOSITORY), store.store())) {
            CompletableFuture<HttpResponse<String>> answered =
                    CompletableFuture.supplyAsync(() -> server.post(PATH, BODY));
            await(store::isHolding);
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> server.post(PATH, BODY));
            await(() -> server.get("/metrics").body().contains("tesela_server_waiting_requests 1.0"));
            HttpResponse<String> shed = server.post(PATH, BODY);
            store.release();

            assertThat(shed.statusCode()).isEqualTo(429);
            assertThat(shed.body()).contains("\"code\":8").contains("over its capacity");
            assertThat(answered.join().statusCode()).isEqualTo(200);
            assertThat(waiting.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void f4_closingLetsTheRequestInFlightFinish() {
        HeldStore store = new HeldStore();
        FeatureServerSettings.Builder settings = RunningServer.settings().execution(Execution.WORKERS);
        RunningServer server = start(settings, RunningServer.always(REPOSITORY), store.store());
        CompletableFuture<HttpResponse<String>> inFlight = CompletableFuture.supplyAsync(() -> server.post(PATH, BODY));
        await(store::isHolding);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await(() -> !server.server().isReady());
        store.release();

        assertThat(inFlight.join().statusCode()).isEqualTo(200);
        closed.join();
        assertThatThrownBy(() -> server.get("/health")).isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void aTakenPortIsNamed() {
        try (RunningServer first =
                start(RunningServer.settings(), RunningServer.always(REPOSITORY), new InMemoryOnlineStore())) {
            int taken = first.server().port();
            assertThatThrownBy(() -> start(
                            RunningServer.settings().port(taken),
                            RunningServer.always(REPOSITORY),
                            new InMemoryOnlineStore()))
                    .isInstanceOf(TeselaException.class)
                    .hasMessageContaining("cannot listen on port " + taken + " of 127.0.0.1")
                    .hasMessageContaining("choose another one");
        }
    }

    @Test
    void aNewVersionIsServedAndABadOneNeverReplacesTheLastGoodOne() {
        AtomicReference<AppliedRepository> applied = new AtomicReference<>(REPOSITORY);
        AtomicBoolean broken = new AtomicBoolean();
        RepositorySource source = new RepositorySource() {
            @Override
            public List<String> workspaces() {
                if (broken.get()) {
                    throw new IllegalStateException("the disk is gone");
                }
                return List.of("prod");
            }

            @Override
            public AppliedRepository current(String workspace) {
                return Objects.requireNonNull(applied.get());
            }
        };
        String fraud = "/api/v2/workspaces/prod/feature-services/fraud/metadata";
        FeatureServerSettings.Builder settings = RunningServer.settings().pollInterval(Duration.ofMillis(10));
        try (RunningServer server = start(settings, source, new InMemoryOnlineStore())) {
            assertThat(server.get(fraud).statusCode()).isEqualTo(404);
            applied.set(Purchases.repository(2, Purchases.SPENDING_ONLY, Purchases.FRAUD));
            await(() -> server.get(fraud).statusCode() == 200);
            broken.set(true);
            await(() -> server.get("/metrics").body().contains("tesela_server_registry_problems 1.0"));
            assertThat(server.get(fraud).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aServiceThatCannotBeServedSaysWhyAndLeavesTheOthersAlone() {
        AppliedRepository whole = Purchases.repository(1, Purchases.SPENDING_ONLY, Purchases.FRAUD);
        AppliedRepository halved = new AppliedRepository(
                "prod", 1, whole.appliedAt(), List.of(whole.views().get(0)), whole.services());
        try (RunningServer server =
                start(RunningServer.settings(), RunningServer.always(halved), new InMemoryOnlineStore())) {
            HttpResponse<String> refused = server.get("/api/v2/workspaces/prod/feature-services/fraud/metadata");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("There is no feature view 'merchant_visits'");
            assertThat(server.post(PATH, BODY).statusCode()).isEqualTo(200);
        }
    }
}
