package io.tesela.spark.stream;

import static io.tesela.definition.Aggregations.sum;
import static io.tesela.spark.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.broker.KafkaBrokerProcess;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.registry.AppliedView;
import io.tesela.definition.Kafka;
import io.tesela.spark.SharedSpark;
import io.tesela.spark.stream.Purchases.Purchase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaStreamJobTest {
    @TempDir
    static Path brokerFolder = Path.of("unset");

    @TempDir
    Path folder = Path.of("unset");

    private static @Nullable KafkaBrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = KafkaBrokerProcess.start(brokerFolder, 0);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static KafkaBrokerProcess broker() {
        if (broker == null) {
            throw new IllegalStateException("no broker");
        }
        return broker;
    }

    private static AppliedView viewAt(String servers, String... topics) {
        return StreamWorld.applied(StreamWorld.viewBuilder(StreamWorld.source(
                                Kafka.topics(topics).bootstrapServers(servers).maxOffsetsPerTrigger(120))
                        .build())
                .aggregate(sum("units").over(Duration.ofHours(1)))
                .build());
    }

    private static AppliedView view(String... topics) {
        return viewAt(broker().bootstrapServers(), topics);
    }

    private static void produce(String topic, int partition, List<byte @Nullable []> values) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker().bootstrapServers(), "acks", "all");
        try (KafkaProducer<byte[], byte @Nullable []> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (byte[] value : values) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
            }
            producer.flush();
            assertThat(sent).allMatch(Future::isDone);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void s1_everyRecordOfATopicIsCountedLateOrDead() {
        broker().createTopic("counted", 1);
        StreamWorld world = new StreamWorld(folder, "kafka-counted");
        PurchaseOracle oracle = new PurchaseOracle();
        for (List<Purchase> batch : new Purchases(11).batches(4, 120)) {
            oracle.take(batch, StreamWorld.DELAY_MICROS);
            produce("counted", 0, batch.stream().map(p -> bytes(p.json())).toList());
        }
        AppliedView view = view("counted");
        world.run(view);
        assertThat(world.progress(view).rows()).isEqualTo(480);
        assertThat(world.progress(view).late()).isEqualTo(oracle.late());
        assertThat(world.progress(view).dead()).isEqualTo(oracle.dead());
        long edge = Purchases.START + 6 * Purchases.MINUTE;
        for (String user : Purchases.USERS) {
            Object found =
                    world.features(view, user, edge).values().iterator().next().value();
            assertThat((@Nullable Object) found).isEqualTo(oracle.value("units_sum_1h_1m", user, edge));
        }
    }

    @Test
    void s7_aDeadLetterSaysWhereItsRecordIs() throws Exception {
        broker().createTopic("poison-a", 2);
        broker().createTopic("poison-b", 1);
        List<byte @Nullable []> values = new ArrayList<>();
        values.add(bytes("{\"user\":\"ann\",\"units\":1,\"at\":1000}"));
        values.add(null);
        values.add(new byte[] {'{', '"', (byte) 0xC3});
        produce("poison-a", 1, values);
        produce("poison-b", 0, List.of(bytes("{\"user\":\"ann\",\"units\":\"1x\",\"at\":1000}")));
        StreamWorld world = new StreamWorld(folder, "kafka-poison");
        AppliedView view = view("poison-a", "poison-b");
        world.run(view);
        assertThat(world.progress(view).dead()).isEqualTo(3);
        List<String> found = new ArrayList<>();
        for (String line : world.deadLetterLines()) {
            JsonNode letter = new ObjectMapper().readTree(line);
            assertThat(letter.get("recordTime").asText()).endsWith("Z");
            found.add(letter.get("topic").asText() + "/" + letter.get("partition") + "/" + letter.get("offset") + " "
                    + letter.get("reason").asText() + " "
                    + (letter.has("valueBase64") ? letter.get("valueBase64") : letter.get("value")));
        }
        assertThat(found)
                .anySatisfy(letter -> assertThat(letter).isEqualTo("poison-a/1/1 the record has no value null"))
                .anySatisfy(letter ->
                        assertThat(letter).startsWith("poison-a/1/2 not valid").endsWith("\"eyLD\""))
                .anySatisfy(letter -> assertThat(letter)
                        .startsWith("poison-b/0/0 column 'units': expected int64, got string \"1x\" "));
    }

    @Test
    void aMissingTopicIsNamed() {
        assertRefused(
                () -> new StreamWorld(folder, "kafka-missing").run(view("absent")),
                ErrorCode.NOT_FOUND,
                "topic 'absent'",
                broker().bootstrapServers(),
                "create the topic");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamedWithinTheTimeLimit() {
        AppliedView view = viewAt("127.0.0.1:1", "any");
        assertRefused(
                () -> new StreamWorld(folder, "kafka-unreachable")
                        .run(view, settings -> settings.preflightTimeLimit(Duration.ofSeconds(1))),
                ErrorCode.UNAVAILABLE,
                "127.0.0.1:1",
                "within 1 s",
                "bootstrapServers");
    }

    @Test
    void aTopicThatWasCreatedAgainIsAnotherSource() throws Exception {
        broker().createTopic("again", 1);
        StreamWorld world = new StreamWorld(folder, "kafka-again");
        AppliedView view = view("again");
        produce("again", 0, List.of(bytes("{\"user\":\"ann\",\"units\":1,\"at\":1000}")));
        world.run(view);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker().bootstrapServers()))) {
            admin.deleteTopics(List.of("again")).all().get();
        }
        broker().createTopic("again", 1);
        assertRefused(() -> world.run(view), ErrorCode.INCOMPATIBLE_STATE, "source topic again was", "rebuild");
    }

    @Test
    void s4_aRunningJobWritesWhatArrives() {
        broker().createTopic("running", 1);
        StreamWorld world = new StreamWorld(folder, "kafka-running");
        AppliedView view = view("running");
        StreamJobSettings settings =
                world.settings().run(StreamJobSettings.Run.UNTIL_STOPPED).triggerInterval(Duration.ZERO);
        try (RunningStreamJob job = StreamJob.start(SharedSpark.session(), view, settings)) {
            for (int sent = 1; sent <= 3; sent++) {
                produce("running", 0, List.of(bytes("{\"user\":\"ann\",\"units\":1,\"at\":1000}")));
                job.processAllAvailable();
                Object value = world.features(view, "ann", Purchases.MINUTE)
                        .values()
                        .iterator()
                        .next()
                        .value();
                assertThat((@Nullable Object) value).isEqualTo((long) sent);
            }
            assertThat(job.status().behind()).isIn(-1L, 0L);
        }
    }
}
