package io.tesela.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a feature server over HTTP, as an application does. Safe for use by several threads. */
final class FeatureClient {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_LIMIT)
            .build();
    private final URI server;
    private final String workspace;
    private final String key;

    FeatureClient(URI server, String workspace, String key) {
        this.server = server;
        this.workspace = workspace;
        this.key = key;
    }

    URI server() {
        return server;
    }

    String workspace() {
        return workspace;
    }

    String key() {
        return key;
    }

    /**
     * The answer to a batch request.
     *
     * @param names the features, {@code view.feature}
     * @param rows for each entity asked for, its values in the order of {@code names}
     * @param statuses for each feature its status in each row
     */
    record Answer(List<String> names, List<JsonNode> rows, List<JsonNode> statuses) {}

    /** The features of some entities, each given by the values of {@code joinKeys}. */
    Answer features(String service, List<String> joinKeys, List<List<String>> entities) {
        ObjectNode body = json.createObjectNode();
        ObjectNode params = body.putObject("params");
        params.put("workspaceName", workspace).put("featureServiceName", service);
        params.putObject("metadataOptions").put("includeNames", true).put("includeServingStatus", true);
        ArrayNode requests = params.putArray("requestData");
        for (List<String> entity : entities) {
            ObjectNode keys = requests.addObject().putObject("joinKeyMap");
            for (int i = 0; i < joinKeys.size(); i++) {
                keys.put(joinKeys.get(i), entity.get(i));
            }
        }
        return answer(post("/api/v1/feature-service/get-features-batch", body));
    }

    private static Answer answer(JsonNode body) {
        List<String> names = new ArrayList<>();
        List<JsonNode> statuses = new ArrayList<>();
        for (JsonNode feature : body.required("metadata").required("features")) {
            names.add(feature.required("name").asText());
            statuses.add(feature.required("status"));
        }
        List<JsonNode> rows = new ArrayList<>();
        body.required("result").forEach(row -> rows.add(row.required("features")));
        return new Answer(names, rows, statuses);
    }

    private JsonNode post(String path, JsonNode body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(TIME_LIMIT)
                    .header("Authorization", "Tecton-key " + key)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build();
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            JsonNode answer = json.readTree(response.body());
            if (response.statusCode() != 200) {
                throw new TeselaException(
                        ErrorCode.UNAVAILABLE,
                        "The feature server answered " + response.statusCode() + " to " + path + ": "
                                + answer.path("message").asText());
            }
            return answer;
        } catch (IOException failure) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "The feature server at " + server + " does not answer: " + failure, failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TeselaException(ErrorCode.UNAVAILABLE, "Interrupted while asking for features", interrupt);
        }
    }
}
