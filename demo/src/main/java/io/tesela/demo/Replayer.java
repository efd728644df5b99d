package io.tesela.demo;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends edits to a Kafka topic, keyed by page, and counts what the broker has taken. */
final class Replayer implements AutoCloseable {
    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Replayer(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Hands the edit to the producer; {@link #flush()} waits for it. */
    void send(TimedEdit edit) {
        var unused =
                producer.send(new ProducerRecord<>(topic, edit.edit().page(), edit.json()), (metadata, refused) -> {
                    if (refused == null) {
                        sent.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, refused);
                    }
                });
    }

    /**
     * Waits until the broker has all edits sent so far.
     *
     * @throws TeselaException with code UNAVAILABLE if it has not taken one of them
     */
    void flush() {
        producer.flush();
        Exception refused = failure.get();
        if (refused != null) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE,
                    "An edit could not be sent to topic '" + topic + "': " + refused.getMessage(),
                    refused);
        }
    }

    /** How many edits the broker has taken. */
    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
