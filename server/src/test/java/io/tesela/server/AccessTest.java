package io.tesela.server;

import static io.tesela.server.RunningServer.V1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.InMemoryOnlineStore;
import io.tesela.server.FeatureServerSettings.MetricsAccess;
import io.tesela.server.access.ApiKey;
import io.tesela.server.access.ApiKeys;
import io.tesela.server.access.NewApiKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys: made, shown as hashes, revoked, and demanded. */
final class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InstantSource CLOCK = InstantSource.fixed(Purchases.NOW);
    private static final String METADATA = "/api/v2/workspaces/prod/feature-services/fraud/metadata";

    @TempDir
    private Path folder = Path.of("");

    private ApiKeys keys() {
        return ApiKeys.in(folder.resolve("etc/api-keys.json"));
    }

    private RunningServer server(MetricsAccess metricsAccess, String... headers) {
        FeatureServerSettings settings = FeatureServerSettings.forKeyHolders(keys().file())
                .port(0)
                .warmUp(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .metricsAccess(metricsAccess)
                .build();
        return new RunningServer(
                FeatureServer.start(
                        settings,
                        RunningServer.always(Purchases.repository(1, Purchases.FRAUD)),
                        new InMemoryOnlineStore(),
                        CLOCK),
                headers);
    }

    @Test
    void c7_aKeyIsKeptAsAHashInAFileForItsOwnerAlone() throws IOException {
        NewApiKey made = keys().create("checkout", CLOCK, new SecureRandom());
        String file = Files.readString(keys().file());

        assertThat(made.secret()).startsWith("tesela_").hasSizeGreaterThan(40);
        assertThat(file).contains(made.key().sha256()).doesNotContain(made.secret());
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys().file())))
                .isEqualTo("rw-------");
        assertThat(keys().list()).containsExactly(made.key());
        assertThat(made.key().createdAt()).isEqualTo(Purchases.NOW);
    }

    @Test
    void c7_revokingIsListedAndRepeatable() {
        ApiKey kept = keys().create("a", CLOCK, new SecureRandom()).key();
        ApiKey gone = keys().create("b", CLOCK, new SecureRandom()).key();

        keys().revoke(gone.id(), CLOCK);
        ApiKey again = keys().revoke(gone.id(), InstantSource.system());

        assertThat(again.revokedAt()).isEqualTo(Purchases.NOW);
        assertThat(keys().list()).containsExactly(kept, again);
        assertThatThrownBy(() -> keys().revoke("nothing", CLOCK))
                .isInstanceOf(TeselaException.class)
                .hasMessageContaining("There is no API key with id 'nothing'")
                .hasMessageContaining(kept.id());
    }

    @Test
    void c7_aFileThatIsNoKeyFileIsRefusedByName() throws IOException {
        keys().create("a", CLOCK, new SecureRandom());
        for (String content : List.of("{", "[]", "{\"version\": 9}", "{\"version\": 1, \"keys\": [{\"id\": \"x\"}]}")) {
            Files.writeString(keys().file(), content);
            assertThatThrownBy(() -> keys().list())
                    .isInstanceOf(TeselaException.class)
                    .hasMessageContaining("api-keys.json");
        }
    }

    @Test
    void c7_bothSchemesAreTakenAndAllElseIsA401() throws IOException {
        String secret = keys().create("checkout", CLOCK, new SecureRandom()).secret();
        try (RunningServer server = server(MetricsAccess.SAME_AS_FEATURES)) {
            for (String header : List.of("Tecton-key " + secret, "Bearer " + secret, "bearer  " + secret)) {
                assertThat(server.send(server.request(METADATA).header("Authorization", header))
                                .statusCode())
                        .as(header.substring(0, 7))
                        .isEqualTo(200);
            }
            for (String header :
                    List.of(secret, "Basic " + secret, "Bearer " + secret + "x", "Bearer ", "Tecton-key")) {
                assert401(server.send(server.request(METADATA).header("Authorization", header)));
            }
            assert401(server.get(METADATA));
            assert401(server.post(V1 + "get-features", "{"));
            assert401(server.post(V1 + "get-features-batch", "{"));
            assert401(server.get("/metrics"));
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            assertThat(server.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void c7_metricsMayBeOpenedToEverybody() {
        try (RunningServer server = server(MetricsAccess.EVERYONE)) {
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void c7_aRunningServerLearnsOfNewAndRevokedKeys() {
        try (RunningServer server = server(MetricsAccess.SAME_AS_FEATURES)) {
            NewApiKey made = keys().create("late", CLOCK, new SecureRandom());
            awaitStatus(server, made.secret(), 200);
            keys().revoke(made.key().id(), CLOCK);
            awaitStatus(server, made.secret(), 401);
        }
    }

    private static void awaitStatus(RunningServer server, String secret, int status) {
        int last = 0;
        for (int attempt = 0; attempt < 1_000 && last != status; attempt++) {
            last = server.send(server.request(METADATA).header("Authorization", "Bearer " + secret))
                    .statusCode();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(last).isEqualTo(status);
    }

    private static void assert401(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(401);
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.path("code").asInt()).isEqualTo(16);
        assertThat(body.path("message").asText()).containsIgnoringCase("key");
        assertThat(body.path("error")).isEqualTo(body.path("message"));
    }
}
