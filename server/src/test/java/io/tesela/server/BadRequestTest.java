package io.tesela.server;

import static io.tesela.server.RunningServer.V1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.store.InMemoryOnlineStore;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** F1: whatever comes in, the answer is a 4xx that names the field; never a 500, never a stack trace. */
final class BadRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY_BYTES = 20_000;
    private static final RunningServer SERVER = new RunningServer(FeatureServer.start(
            RunningServer.settings()
                    .maxBodyBytes(MAX_BODY_BYTES)
                    .maxBatchRows(3)
                    .build(),
            RunningServer.always(Purchases.repository(1, Purchases.FRAUD, Purchases.SPENDING_ONLY)),
            new InMemoryOnlineStore(),
            () -> Purchases.NOW));

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    private static String params(String fields) {
        return "{\"params\": {\"workspaceName\": \"prod\", \"featureServiceName\": \"fraud\", " + fields + "}}";
    }

    private static String keys(String joinKeys) {
        return params("\"joinKeyMap\": {" + joinKeys + "}");
    }

    static Stream<Arguments> corpus() {
        return Stream.concat(malformed(), Stream.concat(wrongFields(), wrongKeys()));
    }

    private static Stream<Arguments> malformed() {
        return Stream.of(
                bad("", "The body is empty"),
                bad("   \n", "The body is empty"),
                bad("null", "Missing required field: params"),
                bad("[1, 2]", "The body takes an object, not an array"),
                bad("\"params\"", "The body takes an object, not the string \"params\""),
                bad("{\"params\": {", "The body is not well-formed JSON"),
                bad(keys("\"user_id\": \"a\", \"merchant\": 1") + " trailing", "The body is not well-formed JSON"),
                bad(keys("\"user_id\": \"a\", \"merchant\": 1") + "{}", "The body goes on after the JSON object"),
                bad("{'params': {}}", "The body is not well-formed JSON"),
                bad("{\"params\": {\"a\": " + "[".repeat(2_000) + "]".repeat(2_000) + "}}", "nesting depth"),
                bad(
                        "{\"params\": {\"a\": " + "1".repeat(500) + "}}",
                        "Number value length (500) exceeds the maximum allowed (100)"),
                bad("{\"params\": {\"x\": NaN}}", "The body is not well-formed JSON"),
                bad("{}", "Missing required field: params"),
                bad("{\"params\": {}}", "Missing required field: params.joinKeyMap"),
                bad("{\"params\": 7}", "Field params takes an object, not the number 7"),
                bad("{\"params\": {}, \"params\": {}}", "Field params is given twice"));
    }

    private static Stream<Arguments> wrongFields() {
        return Stream.of(
                bad("{\"params\": {\"featureServiceName\": \"fraud\", \"joinKeyMap\": {}}}", "params.workspaceName"),
                bad("{\"params\": {\"workspaceName\": \"prod\", \"joinKeyMap\": {}}}", "params.featureServiceName"),
                bad("{\"params\": {\"workspaceName\": [], \"joinKeyMap\": {}}}", "params.workspaceName takes a string"),
                bad(
                        "{\"params\": {\"workspaceName\": \"prod\", \"featureServiceId\": \"12ab\", \"joinKeyMap\": {}}}",
                        "params.featureServiceName, not featureServiceId"),
                bad(params("\"featureServiceName\": \"fraud\""), "Field params.featureServiceName is given twice"),
                bad(params("\"feature_service_name\": \"fraud\""), "Field params.featureServiceName is given twice"),
                bad(params("\"joinKeyMap\": []"), "Field params.joinKeyMap takes an object, not an array"),
                bad(params("\"joinKeyMap\": {}, \"join_key_map\": {}"), "Field params.joinKeyMap is given twice"),
                bad(
                        params("\"joinKeyMap\": {}, \"metadataOptions\": {\"includeNames\": \"yes\"}"),
                        "params.metadataOptions.includeNames takes true or false, not the string \"yes\""),
                bad(
                        params("\"joinKeyMap\": {}, \"requestOptions\": {\"aggregationLeadingEdge\": \"NOW\"}"),
                        "params.requestOptions.aggregationLeadingEdge takes AGGREGATION_MODE_WALL_CLOCK_TIME or"),
                bad(
                        params("\"joinKeyMap\": {}, \"requestContextMap\": {\"amt\": 1.0}"),
                        "Unexpected field params.requestContextMap.amt"));
    }

    private static Stream<Arguments> wrongKeys() {
        return Stream.of(
                bad(keys("\"user_id\": \"a\""), "Missing required join key: merchant"),
                bad(keys("\"merchant\": \"1\""), "Missing required join key: user_id"),
                bad(
                        keys("\"user_id\": \"a\", \"merchant\": 1, \"card\": \"x\""),
                        "Unexpected join key: card; feature service 'fraud' takes [merchant, user_id]"),
                bad(
                        keys("\"user_id\": 42, \"merchant\": 1"),
                        "Join key 'user_id' takes a string, but the request gives the number 42; put it in quotes"),
                bad(keys("\"user_id\": true, \"merchant\": 1"), "Join key 'user_id' takes a string"),
                bad(
                        keys("\"user_id\": {\"a\": 1}, \"merchant\": 1"),
                        "Field params.joinKeyMap.user_id takes a single value, not an object"),
                bad(
                        keys("\"user_id\": [\"a\"], \"merchant\": 1"),
                        "Field params.joinKeyMap.user_id takes a single value, not an array"),
                bad(
                        keys("\"user_id\": \"a\", \"user_id\": \"b\", \"merchant\": 1"),
                        "Field params.joinKeyMap.user_id is given twice"),
                bad(
                        keys("\"user_id\": \"a\", \"merchant\": \"one\""),
                        "Join key 'merchant' takes an int64, but the request gives the string \"one\""),
                bad(keys("\"user_id\": \"a\", \"merchant\": \"\""), "Join key 'merchant' takes an int64"),
                bad(keys("\"user_id\": \"a\", \"merchant\": \"+1\""), "Join key 'merchant' takes an int64"),
                bad(keys("\"user_id\": \"a\", \"merchant\": 1.5"), "gives the number 1.5"),
                bad(keys("\"user_id\": \"a\", \"merchant\": 1e3"), "Join key 'merchant' takes an int64"),
                bad(
                        keys("\"user_id\": \"a\", \"merchant\": 9223372036854775808"),
                        "9223372036854775808 is outside of its range, -9223372036854775808 to 9223372036854775807"),
                bad(keys("\"user_id\": \"a\", \"merchant\": \"-9223372036854775809\""), "is outside of its range"),
                bad(keys("\"user_id\": \"a\", \"merchant\": " + "9".repeat(99)), "is outside of its range"),
                bad(keys("\"user_id\": \"a\", \"merchant\": " + "9".repeat(101)), "The body is not well-formed JSON"),
                bad(keys("\"user_id\": \"" + "a".repeat(10_000) + "\", \"merchant\": 1"), "user_id"));
    }

    private static Arguments bad(String body, String message) {
        return Arguments.of(body, message);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void f1_aWrongBodyIsRefusedWithTheField(String body, String message) throws IOException {
        assertError(SERVER.post(V1 + "get-features", body), 400, 3, message);
    }

    @Test
    void f1_anUnknownServiceIsRefusedWithTheKnownOnes() throws IOException {
        String body = keys("\"user_id\": \"a\"").replace("\"fraud\"", "\"frod\"");
        assertError(
                SERVER.post(V1 + "get-features", body),
                404,
                5,
                "There is no feature service 'frod' in workspace 'prod'; did you mean 'fraud'?"
                        + " There are [fraud, spending]");
    }

    @Test
    void f1_anUnknownWorkspaceIsRefusedWithTheKnownOnes() throws IOException {
        String body = keys("\"user_id\": \"a\"").replace("\"prod\"", "\"dev\"");
        assertError(SERVER.post(V1 + "get-features", body), 404, 5, "There is no workspace 'dev'; there are [prod]");
        assertError(SERVER.get("/api/v2/workspaces/dev/feature-services/fraud/metadata"), 404, 5, "no workspace 'dev'");
    }

    @Test
    void f1_halfASurrogatePairInANameIsShownEscaped() throws IOException {
        String body = keys("\"user_id\": \"a\"").replace("\"fraud\"", "\"\\ud800\"");
        assertError(SERVER.post(V1 + "get-features", body), 404, 5, "There is no feature service");
    }

    @Test
    void f1_aBodyThatIsNotUtf8IsRefused() throws IOException {
        byte[] latin1 = keys("\"user_id\": \"é\", \"merchant\": 1").getBytes(StandardCharsets.ISO_8859_1);
        assertError(
                SERVER.post(V1 + "get-features", BodyPublishers.ofByteArray(latin1)), 400, 3, "The body is not UTF-8");
    }

    @Test
    void f1_anOversizedBodyIsRefusedWithTheLimit() throws IOException {
        String body = keys("\"user_id\": \"" + "a".repeat(MAX_BODY_BYTES) + "\"");
        assertError(SERVER.post(V1 + "get-features", body), 413, 3, "larger than the limit of 20000 bytes");
    }

    @Test
    void f1_aCompressedBodyIsRefused() throws IOException {
        HttpResponse<String> response = SERVER.send(SERVER.request(V1 + "get-features")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x")));
        assertError(response, 400, 3, "Content-Encoding gzip");
    }

    @Test
    void f1_aBatchNamesTheRowThatIsWrong() throws IOException {
        String good = "{\"joinKeyMap\": {\"user_id\": \"a\", \"merchant\": 1}}";
        assertError(
                batch("[" + good + ", {\"joinKeyMap\": {\"user_id\": \"a\"}}]"),
                400,
                3,
                "Missing required join key: merchant (in params.requestData[1])");
        assertError(batch("[{}]"), 400, 3, "Missing required field: params.requestData[0].joinKeyMap");
        assertError(batch("{}"), 400, 3, "Field params.requestData takes an array, not an object");
        assertError(batch("[7]"), 400, 3, "Field params.requestData[0] takes an object, not the number 7");
        assertError(
                batch("[" + good + "," + good + "," + good + "," + good + "]"),
                400,
                3,
                "Field params.requestData has more than 3 rows");
        assertError(SERVER.post(V1 + "get-features-batch", params("\"x\": 1")), 400, 3, "params.requestData");
    }

    private static HttpResponse<String> batch(String requestData) {
        return SERVER.post(V1 + "get-features-batch", params("\"requestData\": " + requestData));
    }

    @Test
    void f1_otherPathsAndMethodsAreRefusedInJson() throws IOException {
        assertError(SERVER.get("/api/v1/feature-service/nothing"), 404, 5, "There is nothing at");
        assertError(SERVER.get(V1 + "get-features"), 405, 12, "Method GET is not allowed");
    }

    @Test
    void f1_aPathThatContradictsTheBodyIsRefused() throws IOException {
        assertError(
                SERVER.post(
                        "/api/v2/workspaces/prod/feature-services/spending/get-features", keys("\"user_id\": \"a\"")),
                400,
                3,
                "Field params.featureServiceName says 'fraud' and the path says 'spending'");
    }

    @Test
    void f1_damagedRequestsNeverGiveA500() throws IOException {
        long seed = 20_260_301;
        Random random = new Random(seed);
        String sound = params("\"joinKeyMap\": {\"user_id\": \"ada\", \"merchant\": \"77\"},"
                + " \"metadataOptions\": {\"includeNames\": true}, \"requestOptions\": {\"latencyBudgetMs\": 5}");
        for (int i = 0; i < 400; i++) {
            byte[] damaged = sound.getBytes(StandardCharsets.UTF_8);
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            HttpResponse<String> response = SERVER.post(V1 + "get-features", BodyPublishers.ofByteArray(damaged));
            assertThat(response.statusCode())
                    .as("seed %d, request %d: %s", seed, i, new String(damaged, StandardCharsets.UTF_8))
                    .isLessThan(500);
            JSON.readTree(response.body());
        }
    }

    private static void assertError(HttpResponse<String> response, int status, int code, String message)
            throws IOException {
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("\tat ");
        JsonNode body = JSON.readTree(response.body());
        assertThat(body.path("message").asText()).contains(message).hasSizeLessThan(700);
        assertThat(body.path("error").asText()).isEqualTo(body.path("message").asText());
        assertThat(body.path("code").asInt()).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
    }
}
