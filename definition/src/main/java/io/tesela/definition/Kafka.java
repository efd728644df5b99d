package io.tesela.definition;

import java.util.List;

/** Starts the definition of a Kafka stream. */
public final class Kafka {
    private Kafka() {}

    /** Events from one topic, as JSON objects. */
    public static KafkaConfig topic(String topic) {
        return topics(topic);
    }

    /** Events from several topics that share one schema. */
    public static KafkaConfig topics(String... topics) {
        return KafkaConfig.of(List.of(topics));
    }
}
