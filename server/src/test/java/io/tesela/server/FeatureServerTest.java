package io.tesela.server;

import static io.tesela.server.RunningServer.V1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.store.InMemoryOnlineStore;
import io.tesela.server.Purchases.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answers, byte for byte in meaning, in both spellings of a request. */
final class FeatureServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InMemoryOnlineStore STORE = new InMemoryOnlineStore();
    private static @Nullable RunningServer running;

    @BeforeAll
    static void startServer() {
        Purchases.write(
                STORE,
                Purchases.spending(),
                List.of("ada"),
                Instant.parse("2026-03-01T11:58:00Z"),
                event("2026-03-01T11:58:10Z", "amount", 10.5, "items", 2L, "shop", "Ähre"),
                event("2026-03-01T11:58:20Z", "amount", 4.5, "items", 1L, "shop", "\"quoted\"", "paid_at", 1_500_000L));
        running = RunningServer.of(STORE, Purchases.repository(1, Purchases.FRAUD, Purchases.SPENDING_ONLY));
    }

    @AfterAll
    static void stopServer() {
        server().close();
    }

    private static RunningServer server() {
        return java.util.Objects.requireNonNull(running);
    }

    private static Event event(String at, Object... columnsAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            values.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return new Event(Instant.parse(at), values);
    }

    private static void assertAnswer(HttpResponse<String> response, String expected) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void getFeatures_givesValuesInStableOrderAndNoMetadataUnlessAsked() throws IOException {
        HttpResponse<String> response = server().post(V1 + "get-features", """
                {"params": {"workspaceName": "prod", "featureServiceName": "fraud",
                            "joinKeyMap": {"user_id": "ada", "merchant": "77"}}}""");

        assertAnswer(response, """
                {"result": {"features": [null,
                   "2", 15.0, 15.0, "3", "1970-01-01T00:00:01.500Z", 7.5, [null, "2", null]]}}""");
    }
}
