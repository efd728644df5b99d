package io.tesela.spark.source;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.StreamSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether a stream source is there, within a bounded time, before a job is started on it. */
public final class Preflight {
    private static final String KAFKA_OPTION = "kafka.";

    private Preflight() {}

    /**
     * Checks the source.
     *
     * @return what tells this source from another one of the same name, such as Kafka's id of each topic
     * @throws TeselaException with code UNAVAILABLE if a broker does not answer, NOT_FOUND if a topic or folder is missing
     */
    public static Map<String, String> check(StreamSource source, Duration timeLimit) {
        if (source.streamConfig() instanceof KafkaConfig kafka) {
            return checkKafka(source.name(), kafka, timeLimit);
        }
        FileStreamConfig files = (FileStreamConfig) source.streamConfig();
        if (!Files.isDirectory(Path.of(files.folder()))) {
            throw new TeselaException(
                    ErrorCode.NOT_FOUND,
                    "Stream source '" + source.name() + "' reads folder '" + files.folder()
                            + "', which does not exist; create it or correct the path");
        }
        return Map.of("folder", files.folder());
    }

    private static Map<String, String> checkKafka(String source, KafkaConfig config, Duration timeLimit) {
        try (Admin admin = Admin.create(adminSettings(config, timeLimit))) {
            Map<String, String> identity = new TreeMap<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    admin.describeTopics(config.topics()).topicNameValues().entrySet()) {
                identity.put(
                        "topic " + topic.getKey(),
                        describe(source, config, topic.getKey(), topic.getValue(), timeLimit)
                                .topicId()
                                .toString());
            }
            return identity;
        } catch (org.apache.kafka.common.KafkaException e) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "Stream source '" + source + "' cannot use bootstrap servers '" + config.bootstrapServers() + "': "
                            + rootMessage(e) + "; correct .bootstrapServers(\"host:port\") or the options",
                    e);
        }
    }

    private static TopicDescription describe(
            String source, KafkaConfig config, String topic, KafkaFuture<TopicDescription> answer, Duration timeLimit) {
        try {
            return answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TeselaException(ErrorCode.UNAVAILABLE, "Interrupted while looking for topic '" + topic + "'", e);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new TeselaException(
                        ErrorCode.NOT_FOUND,
                        "Stream source '" + source + "' reads topic '" + topic + "', which does not exist on '"
                                + config.bootstrapServers() + "'; create the topic or correct its name",
                        e);
            }
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE,
                    "Stream source '" + source + "': the Kafka broker at '" + config.bootstrapServers()
                            + "' did not answer within " + timeLimit.toSeconds()
                            + " s; start it, or correct .bootstrapServers(\"host:port\")",
                    e);
        }
    }

    private static Map<String, Object> adminSettings(KafkaConfig config, Duration timeLimit) {
        Map<String, Object> settings = new HashMap<>();
        config.options().forEach((key, value) -> {
            if (key.startsWith(KAFKA_OPTION)) {
                settings.put(key.substring(KAFKA_OPTION.length()), value);
            }
        });
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeLimit.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeLimit.toMillis());
        return settings;
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
