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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The answers, in both spellings of a request and in both versions of the API. */
final class FeatureServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String V2 = "/api/v2/workspaces/prod/feature-services/";
    private static final RunningServer SERVER =
            RunningServer.of(store(), Purchases.repository(1, Purchases.FRAUD, Purchases.SPENDING_ONLY));
    private static final String ADA_VALUES = """
            [null, null, "2", 15.0, 15.0, "3", "1970-01-01T00:00:01.500Z", 7.5, [null, "2", null],
             ["Ähre", "\\"quoted\\""]]""";

    private static InMemoryOnlineStore store() {
        InMemoryOnlineStore store = new InMemoryOnlineStore();
        Purchases.write(
                store,
                Purchases.spending(),
                List.of("ada"),
                Instant.parse("2026-03-01T11:58:00Z"),
                event("2026-03-01T11:58:10Z", "amount", 10.5, "items", 2L, "shop", "Ähre"),
                event("2026-03-01T11:58:20Z", "amount", 4.5, "items", 1L, "shop", "\"quoted\"", "paid_at", 1_500_000L));
        Purchases.write(
                store,
                Purchases.spending(),
                List.of("odd"),
                Instant.parse("2026-03-01T11:59:00Z"),
                event("2026-03-01T11:59:10Z", "amount", Double.POSITIVE_INFINITY, "items", Long.MAX_VALUE),
                event("2026-03-01T11:59:20Z", "amount", Double.NEGATIVE_INFINITY, "items", 1L));
        return store;
    }

    private static Event event(String at, Object... columnsAndValues) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            values.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return new Event(Instant.parse(at), values);
    }

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    private static void assertAnswer(HttpResponse<String> response, String expected) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(JSON.readTree(response.body())).isEqualTo(JSON.readTree(expected));
    }

    private static String params(String keys, String more) {
        return "{\"params\": {\"workspaceName\": \"prod\", \"featureServiceName\": \"fraud\", \"joinKeyMap\": {" + keys
                + "}" + more + "}}";
    }

    @Test
    void getFeatures_givesValuesInStableOrderAndNoMetadataUnlessAsked() throws IOException {
        assertAnswer(
                SERVER.post(V1 + "get-features", params("\"user_id\": \"ada\", \"merchant\": \"77\"", "")),
                "{\"result\": {\"features\": " + ADA_VALUES + "}}");
    }

    @Test
    void getFeatures_takesSnakeCaseAndNumbersAndPassesOverWhatItDoesNotKnow() throws IOException {
        assertAnswer(SERVER.post(V1 + "get-features", """
                        {"client": {"a": [1, {}]}, "params": {"workspace_name": "prod", "feature_service_name": "fraud",
                          "join_key_map": {"user_id": "ada", "merchant": 77}, "allow_partial_results": true,
                          "request_context_map": {}, "future": [[]],
                          "metadata_options": {"include_names": false, "include_everything": 7},
                          "request_options": {"read_from_cache": true, "latency_budget_ms": "50", "x": null}}}"""), "{\"result\": {\"features\": " + ADA_VALUES + "}}");
    }

    @Test
    void getFeatures_inVersion2TakesNamesFromThePath() throws IOException {
        assertAnswer(SERVER.post(V2 + "spending/get-features", """
                        {"params": {"joinKeyMap": {"customer": "ada"}, "metadataOptions": {"includeNames": true}}}"""), """
                {"result": {"features": [15.0]},
                 "metadata": {"features": [{"name": "user_spending.amount_sum_30m_1m"}]}}""");
    }

    @Test
    void getFeatures_givesTheMetadataThatIsAskedFor() throws IOException {
        HttpResponse<String> response =
                SERVER.post(V1 + "get-features", params("\"user_id\": \"ada\", \"merchant\": 77", """
                        , "metadata_options": {"include_names": true, "includeDataTypes": true,
                           "include_effective_times": true, "includeServingStatus": true,
                           "includeFeatureDescriptions": true, "include_feature_tags": true}"""));
        JsonNode metadata = JSON.readTree(response.body()).path("metadata");
        assertThat(metadata.path("features")).hasSize(10);
        assertThat(metadata.path("features").get(0)).isEqualTo(JSON.readTree("""
                        {"name": "merchant_visits.items_count_1d_1m", "dataType": {"type": "int64"},
                         "effectiveTime": "2026-03-01T12:00:00Z", "status": "MISSING_DATA"}"""));
        assertThat(metadata.path("features").get(8)).isEqualTo(JSON.readTree("""
                        {"name": "user_spending.per_minute",
                         "dataType": {"type": "array", "elementType": {"type": "int64"}},
                         "effectiveTime": "2026-03-01T12:00:00Z", "status": "PRESENT",
                         "description": "What a user spends", "tags": {"stage": "test", "team": "risk"}}"""));
        assertThat(metadata.has("sloInfo")).isFalse();
    }

    @Test
    void getFeatures_tellsTheTimesOfTheServer() throws IOException {
        JsonNode answer = JSON.readTree(SERVER.post(
                        V1 + "get-features",
                        params(
                                "\"user_id\": \"ada\", \"merchant\": 77",
                                ", \"metadataOptions\": {\"includeSloInfo\": true}"))
                .body());
        JsonNode slo = answer.path("metadata").path("sloInfo");
        assertThat(answer.path("metadata").has("features")).isFalse();
        assertThat(slo.path("sloEligible").asBoolean()).isTrue();
        assertThat(slo.path("serverTimeSeconds").asDouble()).isPositive();
        assertThat(slo.path("sloServerTimeSeconds").asDouble()).isPositive();
        assertThat(slo.path("storeMaxLatency").asDouble()).isPositive();
        assertThat(slo.path("storeResponseSizeBytes").asInt()).isPositive();
    }

    @Test
    void f2_aMissingEntityIsNullAndMissing() throws IOException {
        JsonNode answer = JSON.readTree(SERVER.post(
                        V1 + "get-features",
                        params(
                                "\"user_id\": \"nobody\", \"merchant\": null",
                                ", \"metadataOptions\": {\"includeServingStatus\": true}"))
                .body());
        assertThat(answer.path("result").path("features")).hasSize(10).allMatch(JsonNode::isNull);
        assertThat(answer.path("metadata").path("features"))
                .hasSize(10)
                .allMatch(feature -> feature.path("status").asText().equals("MISSING_DATA"));
    }

    @Test
    void coerceNullCountsToZero_makesCountsZeroAndNothingElse() throws IOException {
        assertAnswer(
                SERVER.post(
                        V1 + "get-features",
                        params(
                                "\"user_id\": null, \"merchant\": null",
                                ", \"requestOptions\": {\"coerceNullCountsToZero\": true}")),
                """
                {"result": {"features": ["0", "0", "0", null, null, null, null, null, ["0", "0", "0"], null]}}""");
    }

    @Test
    void a5_anOverflowIsNullAndUnknownAndInfinitiesAreStrings() throws IOException {
        JsonNode answer = JSON.readTree(SERVER.post(
                        V1 + "get-features",
                        params(
                                "\"user_id\": \"odd\", \"merchant\": 1",
                                ", \"metadataOptions\": {\"includeNames\": true, \"includeServingStatus\": true}"))
                .body());
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            JsonNode feature = answer.path("metadata").path("features").get(i);
            values.put(
                    feature.path("name").asText().replace("user_spending.", ""),
                    feature.path("status").asText() + " "
                            + answer.path("result").path("features").get(i));
        }
        assertThat(values)
                .containsEntry("item_sum", "UNKNOWN null")
                .containsEntry("mean_amount", "PRESENT \"NaN\"")
                .containsEntry("amount_sum_30m_1m", "PRESENT \"NaN\"");
    }

    @Test
    void w4_theLeadingEdgeMayBeTheLatestEvent() throws IOException {
        JsonNode answer =
                JSON.readTree(SERVER.post(V1 + "get-features", params("\"user_id\": \"ada\", \"merchant\": 77", """
                                , "requestOptions": {"aggregation_leading_edge": "AGGREGATION_MODE_LATEST_EVENT_TIME"},
                                "metadataOptions": {"includeNames": true, "includeEffectiveTimes": true}"""))
                        .body());
        JsonNode features = answer.path("metadata").path("features");
        assertThat(features.get(2).path("effectiveTime").asText()).isEqualTo("2026-03-01T11:59:00Z");
        assertThat(features.get(0).has("effectiveTime"))
                .as("the other view has seen no event")
                .isFalse();
        assertThat(answer.path("result").path("features").get(2).asText()).isEqualTo("2");
    }

    @Test
    void batch_answersInTheOrderAsked() throws IOException {
        assertAnswer(SERVER.post(V1 + "get-features-batch", """
                        {"params": {"workspaceName": "prod", "featureServiceName": "spending",
                          "requestData": [{"joinKeyMap": {"customer": "x"}}, {"join_key_map": {"customer": "ada"},
                            "request_context_map": {}}],
                          "metadataOptions": {"includeServingStatus": true, "includeEffectiveTimes": true,
                            "includeDataTypes": true}}}"""), """
                {"result": [{"features": [null]}, {"features": [15.0]}],
                 "metadata": {"features": [{"dataType": {"type": "float64"}, "effectiveTime": "2026-03-01T12:00:00Z",
                   "status": ["MISSING_DATA", "PRESENT"]}]}}""");
    }

    @Test
    void batch_ofVersion2HasTimesForEachRow() throws IOException {
        JsonNode answer = JSON.readTree(
                SERVER.post(V2 + "spending/get-features-batch", """
                        {"params": {"requestData": [{"joinKeyMap": {"customer": "x"}}, {"joinKeyMap": {"customer": "y"}}],
                          "metadataOptions": {"includeSloInfo": true}}}""").body());
        assertThat(answer.path("metadata").path("sloInfo")).hasSize(2);
        assertThat(answer.path("metadata")
                        .path("batchSloInfo")
                        .path("sloEligible")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void batch_mayBeEmpty() throws IOException {
        assertAnswer(SERVER.post(V2 + "spending/get-features-batch", """
                        {"params": {"requestData": [], "metadataOptions": {"includeNames": true,
                          "includeServingStatus": true, "includeEffectiveTimes": true}}}"""), """
                {"result": [], "metadata": {"features":
                  [{"name": "user_spending.amount_sum_30m_1m", "status": []}]}}""");
    }

    @Test
    void metadata_isTheSameInBothVersions() throws IOException {
        String expected = """
                {"featureServiceType": "DEFAULT",
                 "inputJoinKeys": [{"name": "customer", "dataType": {"type": "string"}, "type": "string"}],
                 "featureValues": [{"name": "user_spending.amount_sum_30m_1m", "dataType": {"type": "float64"},
                                    "type": "float64"}]}""";
        assertAnswer(
                SERVER.post(
                        V1 + "metadata",
                        "{\"params\": {\"feature_service_name\": \"spending\", \"workspace_name\": \"prod\"}}"),
                expected);
        assertAnswer(SERVER.get(V2 + "spending/metadata"), expected);
    }
}
