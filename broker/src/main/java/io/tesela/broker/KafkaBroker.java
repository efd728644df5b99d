package io.tesela.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The main program of the child JVM: one KRaft node that is broker and controller. {@link KafkaBrokerProcess} talks to
 * it over standard input and output, one line each way: it prints {@code ready} and then answers each
 * {@code topic PARTITIONS NAME} with {@code done} or {@code failed REASON}. The end of its standard input, which also
 * comes when the parent is killed, stops it.
 */
public final class KafkaBroker {
    private static final long STOP_SECONDS = 10;

    private final String bootstrapServers;

    private KafkaBroker(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** @param arguments the folder, the broker's port and the controller's port */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path logs = Path.of(arguments[0]).resolve("data");
        int port = Integer.parseInt(arguments[1]);
        format(logs);
        KafkaRaftServer server = new KafkaRaftServer(
                KafkaConfig.fromProps(settings(logs, port, Integer.parseInt(arguments[2]))), Time.SYSTEM);
        server.startup();
        answers.println("ready");
        new KafkaBroker("127.0.0.1:" + port).serve(answers);
        stop(server);
    }

    private void serve(PrintStream answers) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", 3);
                try {
                    createTopic(admin, words[2], Integer.parseInt(words[1]));
                    answers.println("done");
                } catch (ExecutionException failure) {
                    answers.println("failed " + cause(failure).getMessage());
                }
            }
        }
    }

    /** Returns when the topic can be written and read: the broker learns of it a little after the controller. */
    private static void createTopic(Admin admin, String name, int partitions)
            throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
        while (!isKnown(admin, name)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean isKnown(Admin admin, String name) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException failure) {
            if (cause(failure) instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure;
        }
    }

    private static Throwable cause(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    private static void stop(KafkaRaftServer server) {
        Thread deadline = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(STOP_SECONDS);
                        Runtime.getRuntime().halt(1);
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-deadline");
        deadline.setDaemon(true);
        deadline.start();
        server.shutdown();
        server.awaitShutdown();
        System.exit(0);
    }

    private static void format(Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(logs);
        } catch (IOException failure) {
            throw new IOException("Cannot create the broker's data folder " + logs, failure);
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setIgnoreFormatted(true)
                .setUnstableFeatureVersionsEnabled(false)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(logs.toString())
                .setDirectories(Set.of(logs.toString()))
                .setPrintStream(System.err)
                .run();
    }

    private static Properties settings(Path logs, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", logs.toString(),
                "auto.create.topics.enable", "false"));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "num.network.threads", "2",
                "num.io.threads", "2"));
        settings.putAll(Map.of(
                "log.cleaner.enable", "false",
                // A restart after a crash is refused until the session of the node that crashed has run out.
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500",
                // Events of any age may be replayed: nothing is deleted by its age.
                "log.retention.ms", "-1"));
        return settings;
    }
}
