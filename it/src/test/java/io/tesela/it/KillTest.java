package io.tesela.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.broker.KafkaBrokerProcess;
import io.tesela.cli.Tesela;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S5 with real processes: a stream job that is killed again and again at rate, and a broker that is real. */
final class KillTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = 4;
    private static final int USERS = 7;
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String AT = "2026-03-02T00:00:00Z";

    private static final String FEATURES = """
            import static io.tesela.definition.Aggregations.*;
            import static io.tesela.definition.DataType.*;
            import io.tesela.definition.*;
            import java.time.Duration;
            import java.util.List;

            public final class Events implements FeatureRepository {
                static final StreamSource SOURCE = StreamSource.named("events")
                        .streamConfig(Kafka.topic("events").bootstrapServers("BROKERS").maxOffsetsPerTrigger(5_000))
                        .column("user", INT64)
                        .column("weight", INT64)
                        .column("at", TIMESTAMP)
                        .timestampField("at")
                        .watermarkDelayThreshold(Duration.ofHours(1))
                        .build();
                static final StreamFeatureView VIEW = StreamFeatureView.named("weights")
                        .entities(Entity.of("user", "user", INT64))
                        .source(SOURCE)
                        .sql("SELECT user, weight, at FROM events")
                        .aggregate(sum("weight").over(Duration.ofHours(24)), count("weight").over(Duration.ofHours(24)))
                        .aggregationInterval(Duration.ofMinutes(1))
                        .triggerInterval(Duration.ZERO)
                        .online()
                        .build();
                public List<FeatureService> services() {
                    return List.of(FeatureService.of("all", VIEW));
                }
            }
            """;

    @TempDir
    private Path folder;

    private static String tesela(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Tesela.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void s5_killedAtRateAndNothingIsLostOrCountedTwice() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("KillTest seed " + seed);
        Random random = new Random(seed);
        Path repository = Files.createDirectories(folder.resolve("features"));
        try (KafkaBrokerProcess broker = KafkaBrokerProcess.start(folder.resolve("kafka"), 0)) {
            broker.createTopic("events", 2);
            Files.writeString(
                    repository.resolve("Events.java"), FEATURES.replace("BROKERS", broker.bootstrapServers()));
            tesela("apply", "-C", repository.toString());
            long[] sums = new long[USERS];
            long[] counts = new long[USERS];
            AtomicBoolean enough = new AtomicBoolean();
            AtomicLong sent = new AtomicLong();
            Thread producer = new Thread(() -> produce(broker, enough, sent, sums, counts), "producer");
            producer.start();
            for (int kill = 0; kill < KILLS; kill++) {
                Process job = TeselaProcess.start(repository, "stream.out", "stream", "-C", repository.toString());
                long before = rows(repository);
                while (job.isAlive() && rows(repository) < before + 600) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                assertThat(job.isAlive())
                        .as(Files.readString(repository.resolve("stream.out.err")))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                job.destroyForcibly();
                job.waitFor();
            }
            enough.set(true);
            producer.join();
            Process last =
                    TeselaProcess.start(repository, "stream.out", "stream", "--once", "-C", repository.toString());
            assertThat(last.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue())
                    .as(Files.readString(repository.resolve("stream.out.err")))
                    .isZero();
            assertThat(rows(repository)).isEqualTo(sent.get());
            for (int user = 0; user < USERS; user++) {
                JsonNode answer = JSON.readTree(tesela(
                        "get", "all", "user=" + user, "--at", AT, "--output", "json", "-C", repository.toString()));
                assertThat(answer.path(0).path("value").asLong())
                        .as("count of user %s", user)
                        .isEqualTo(counts[user]);
                assertThat(answer.path(1).path("value").asLong())
                        .as("sum of user %s", user)
                        .isEqualTo(sums[user]);
            }
        }
    }

    private static long rows(Path repository) throws Exception {
        return JSON.readTree(tesela("status", "--output", "json", "-C", repository.toString()))
                .path("views")
                .path(0)
                .path("rows")
                .asLong();
    }

    /** Every event has a weight of its own, so that one lost and one doubled cannot cancel out. */
    private static void produce(
            KafkaBrokerProcess broker, AtomicBoolean enough, AtomicLong sent, long[] sums, long[] counts) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            while (!enough.get()) {
                long n = sent.getAndIncrement();
                int user = (int) (n % USERS);
                long weight = n * n + 1;
                String record = "{\"user\":" + user + ",\"weight\":" + weight + ",\"at\":\""
                        + START.plus(Duration.ofMillis(n * 50)) + "\"}";
                producer.send(new ProducerRecord<>("events", Integer.toString(user), record))
                        .get();
                sums[user] += weight;
                counts[user]++;
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
