package io.tesela.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerProcessTest {
    @TempDir
    Path folder;

    @Test
    void recordsSurviveAKillAndARestartOnTheSameFolderAndPort() throws Exception {
        int port;
        try (KafkaBrokerProcess broker = KafkaBrokerProcess.start(folder, 0)) {
            port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
            broker.createTopic("edits", 2);
            produce(broker, "edits", 1, "first", "second");
            assertThat(consume(broker, "edits", 1, 2)).containsExactly("first", "second");
            assertThatThrownBy(() -> broker.createTopic("edits", 2))
                    .isInstanceOf(TeselaException.class)
                    .hasMessageContaining("'edits'")
                    .hasMessageContaining("already exists");
            broker.kill();
            assertThat(ProcessHandle.of(broker.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThatThrownBy(() -> broker.createTopic("more", 1))
                    .isInstanceOf(TeselaException.class)
                    .hasMessageContaining("it ended with exit code");
        }
        try (KafkaBrokerProcess broker = KafkaBrokerProcess.start(folder, port)) {
            produce(broker, "edits", 1, "third");
            assertThat(consume(broker, "edits", 1, 3)).containsExactly("first", "second", "third");
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaBrokerProcess.start(folder, taken.getLocalPort()))
                    .isInstanceOfSatisfying(
                            TeselaException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void aBrokerThatCannotStartShowsTheEndOfItsLog() throws IOException {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");
        assertThatThrownBy(() -> KafkaBrokerProcess.start(folder, 0))
                .isInstanceOfSatisfying(
                        TeselaException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("broker.log")
                .hasMessageContaining("Cannot create the broker's data folder");
    }

    @Test
    void theBrokerEndsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid;
        try (var lines = parent.inputReader()) {
            pid = Long.parseLong(lines.readLine());
        }
        ProcessHandle broker = ProcessHandle.of(pid).orElseThrow();
        assertThat(broker.isAlive()).isTrue();
        parent.destroyForcibly();
        assertThat(broker.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    /** Starts a broker, says its process id and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            System.out.println(
                    KafkaBrokerProcess.start(Path.of(arguments[0]), 0).pid());
            Thread.currentThread().join();
        }
    }

    private static void produce(KafkaBrokerProcess broker, String topic, int partition, String... values)
            throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, partition, "key", value))
                        .get();
            }
        }
    }

    private static List<String> consume(KafkaBrokerProcess broker, String topic, int partition, int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            consumer.seekToBeginning(consumer.assignment());
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
