package io.tesela.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.broker.KafkaBrokerProcess;
import io.tesela.cli.Tesela;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's first quarter of an hour: init, apply, up, events into Kafka, features out over HTTP, status, Ctrl-C. */
final class UpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("shown only now: (\\S+)");
    private static final int CONFLICT = 4;

    @TempDir
    private Path folder;

    /** What a verb printed and how it ended. */
    private record Ended(int exitCode, String out, String err) {}

    private static Ended tesela(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Tesela.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void fromInitToAnAnswer() throws Exception {
        Path repository = folder.resolve("features");
        assertThat(tesela("init", repository.toString()).exitCode()).isZero();
        try (KafkaBrokerProcess broker = KafkaBrokerProcess.start(folder.resolve("kafka"), 0)) {
            broker.createTopic("payments", 1);
            int port = freePort();
            configure(repository, broker.bootstrapServers(), port);
            assertThat(tesela("get", "fraud_detection", "user_id=u1", "-C", repository.toString()))
                    .satisfies(early -> assertThat(early.exitCode()).isEqualTo(2))
                    .satisfies(early -> assertThat(early.err()).contains("Nothing is applied", "tesela apply"));
            assertThat(tesela("plan", "-C", repository.toString()).out())
                    .contains("+ stream feature view user_payments");
            assertThat(tesela("apply", "-C", repository.toString()).exitCode()).isZero();
            Process up = TeselaProcess.start(repository, "up.out", "up", "-C", repository.toString());
            try {
                Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(3, ChronoUnit.MINUTES);
                send(broker, minute);
                String key = firstKey(repository);
                askUntilAnswered(port, key);
                statusTells(repository);
                getTells(repository);
                secondProcessIsRefused(repository, port);
            } finally {
                up.destroy();
                assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(status(repository).path("state").asText()).isEqualTo("STOPPED");
            assertThat(Files.readString(repository.resolve("up.out.err"))).doesNotContain("Exception");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void configure(Path repository, String brokers, int port) throws IOException {
        Path file = repository.resolve("Features.java");
        String text = Files.readString(file)
                .replace("localhost:9092", brokers)
                .replace(".online()", ".triggerInterval(java.time.Duration.ofSeconds(1)).online()");
        Files.writeString(file, text);
        Files.writeString(repository.resolve("tesela.properties"), "server.port = " + port + "\n");
    }

    /** Three payments of one minute, one that the SQL leaves out, and one that nobody can read. */
    private static void send(KafkaBrokerProcess broker, Instant minute) throws Exception {
        List<String> records = List.of(
                payment("m1", "5.25", minute.plusSeconds(1)),
                payment("m2", "7.5", minute.plusSeconds(2)),
                payment("m1", "0.25", minute.plusSeconds(3)),
                payment("m3", "-1", minute.plusSeconds(4)),
                "{\"user_id\":\"u1\",\"amount\":\"five\"");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String record : records) {
                producer.send(new ProducerRecord<>("payments", record)).get();
            }
        }
    }

    private static String payment(String merchant, String amount, Instant paidAt) {
        return "{\"user_id\":\"u1\",\"merchant_id\":\"" + merchant + "\",\"amount\":" + amount + ",\"paid_at\":\""
                + paidAt + "\"}";
    }

    private static String firstKey(Path repository) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            Matcher key = KEY.matcher(Files.readString(repository.resolve("up.out")));
                            return key.find() ? key.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    private static void askUntilAnswered(int port, String key) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/feature-service/get-features"))
                .header("Authorization", "Tecton-key " + key)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"params": {"workspace_name": "prod", "feature_service_name": "fraud_detection",
                                    "join_key_map": {"user_id": "u1"}}}
                        """))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    // Features in the order of their names: count 1d and 30m, sum 1d and 30m, distinct 1d, recent.
                    assertThat(JSON.readTree(answer.body()).path("result").path("features"))
                            .as(answer.body())
                            .isEqualTo(JSON.readTree("[\"3\", \"3\", 13.0, 13.0, \"2\", [\"m2\", \"m1\"]]"));
                });
    }

    private static void statusTells(Path repository) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode view = status(repository);
            assertThat(view.path("state").asText()).isEqualTo("RUNNING");
            assertThat(view.path("rows").asLong()).isEqualTo(5);
            assertThat(view.path("dead").asLong()).isEqualTo(1);
            assertThat(view.path("late").asLong()).isZero();
            assertThat(Duration.parse(view.path("freshness").asText())).isPositive();
        });
        assertThat(tesela("status", "-C", repository.toString()).out()).contains("user_payments", "RUNNING");
    }

    private static JsonNode status(Path repository) throws IOException {
        Ended ended = tesela("status", "--output", "json", "-C", repository.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return JSON.readTree(ended.out()).path("views").path(0);
    }

    private static void getTells(Path repository) throws IOException {
        Ended ended = tesela("get", "fraud_detection", "user_id=u1", "--output", "json", "-C", repository.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode sum = JSON.readTree(ended.out()).path(2);
        assertThat(sum.path("name").asText()).isEqualTo("user_payments.amount_sum_1d_1m");
        assertThat(sum.path("value").asDouble()).isEqualTo(13.0);
        Ended misspelt = tesela("get", "fraud_detection", "user=u1", "-C", repository.toString());
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.err()).contains("user_id");
    }

    private static void secondProcessIsRefused(Path repository, int port) {
        Ended second = tesela("serve", "-C", repository.toString());
        assertThat(second.exitCode()).isEqualTo(CONFLICT);
        assertThat(second.err()).contains("port " + port, "choose another");
        Ended job = tesela("stream", "-C", repository.toString());
        assertThat(job.exitCode()).isNotZero();
        assertThat(job.out()).contains("already runs", "process");
    }
}
