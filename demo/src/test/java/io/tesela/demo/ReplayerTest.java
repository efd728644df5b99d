package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.broker.KafkaBrokerProcess;
import io.tesela.core.error.TeselaException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the Kafka client that Spark has, against the broker's later version. */
class ReplayerTest {
    @TempDir
    static Path folder;

    private static KafkaBrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = KafkaBrokerProcess.start(folder, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyEditArrivesOnceAndTheEditsOfAPageInTheirOrder() {
        List<TimedEdit> sent;
        try (Stream<Edit> edits = WikipediaEdits.read()) {
            sent = Replay.history(edits.limit(2000).toList(), Instant.parse("2026-11-23T09:30:00Z"));
        }
        broker.createTopic("edits", 2);
        try (Replayer replayer = new Replayer(broker.bootstrapServers(), "edits")) {
            sent.forEach(replayer::send);
            replayer.flush();
            assertThat(replayer.sent()).isEqualTo(sent.size());
        }
        List<Edit> arrived = consume(broker.bootstrapServers(), sent.size());
        assertThat(arrived.stream().map(Edit::json))
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(TimedEdit::json).toList());
        for (String page : arrived.stream().map(Edit::page).distinct().toList()) {
            assertThat(arrived.stream().filter(edit -> edit.page().equals(page)).map(Edit::time))
                    .isSorted();
        }
    }

    @Test
    void anEditForATopicThatIsNotThereIsReported() {
        try (Replayer replayer = new Replayer(broker.bootstrapServers(), "no topic")) {
            replayer.send(
                    new TimedEdit(WikipediaEditsTest.edits(OracleSlice.LINES).get(0), Instant.EPOCH));
            assertThatThrownBy(replayer::flush)
                    .isInstanceOf(TeselaException.class)
                    .hasMessageContaining("'no topic'");
            assertThat(replayer.sent()).isZero();
        }
    }

    private static List<Edit> consume(String bootstrapServers, int count) {
        List<Edit> edits = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(IntStream.range(0, 2)
                    .mapToObj(partition -> new TopicPartition("edits", partition))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (edits.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> edits.add(WikipediaEdits.parse(record.value())));
            }
        }
        return edits;
    }
}
