package io.tesela.demo;

import io.tesela.broker.KafkaBrokerProcess;
import io.tesela.cli.Settings;
import io.tesela.cli.repository.DefinitionFolder;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.registry.RegistryFolder;
import io.tesela.core.registry.RepositoryPlan;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.server.FeatureServer;
import io.tesela.server.FeatureServerSettings;
import io.tesela.server.RepositorySource;
import io.tesela.server.access.ApiKeys;
import io.tesela.spark.SparkSessions;
import io.tesela.spark.stream.RunningStreamJob;
import io.tesela.spark.stream.StreamJob;
import io.tesela.spark.stream.StreamJobSettings;
import io.tesela.spark.stream.StreamJobSettings.Run;
import io.tesela.spark.transformation.SqlTransformation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Everything that the demo runs on, in a temporary folder: a Kafka broker, the feature repository, Spark, and what is
 * started on them. Closing it stops all of it and removes the folder.
 */
final class DemoStage implements AutoCloseable {
    static final String TOPIC = "wikipedia-edits";

    private static final String DEFINITIONS = "WikipediaFeatures.java";
    private static final String ADDRESS_IN_DEFINITIONS = "localhost:9092";
    private static final int PARTITIONS = 2;
    private static final int SPARK_CORES = 2;

    private final InstantSource clock;
    private final Path folder;
    private final Closing closing;
    private final KafkaBrokerProcess broker;
    private final SparkSession spark;
    private final Settings settings;

    private DemoStage(
            InstantSource clock,
            Path folder,
            Closing closing,
            KafkaBrokerProcess broker,
            SparkSession spark,
            Settings settings) {
        this.clock = clock;
        this.folder = folder;
        this.closing = closing;
        this.broker = broker;
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Starts broker and Spark, and writes the feature repository with the broker's address.
     *
     * @param clock the real time, whatever time the replay plays
     * @param serverPort the port that a feature server will listen on, 0 for any free one
     */
    static DemoStage open(InstantSource clock, int serverPort) {
        Closing closing = new Closing();
        try {
            Path folder = Files.createTempDirectory("tesela-demo-");
            closing.add(() -> delete(folder));
            CompletableFuture<KafkaBrokerProcess> starting =
                    CompletableFuture.supplyAsync(() -> KafkaBrokerProcess.start(folder.resolve("kafka"), 0));
            closing.add(() -> {
                if (!starting.isCompletedExceptionally()) {
                    starting.join().close();
                }
            });
            SparkSession spark = SparkSessions.local(SPARK_CORES);
            closing.add(spark::stop);
            KafkaBrokerProcess broker = started(starting);
            broker.createTopic(TOPIC, PARTITIONS);
            Settings settings = writeRepository(folder.resolve("features"), broker.bootstrapServers(), serverPort);
            return new DemoStage(clock, folder, closing, broker, spark, settings);
        } catch (IOException failure) {
            closing.closeAfter(failure);
            throw new UncheckedIOException("Cannot write the demo's feature repository", failure);
        } catch (RuntimeException | Error failure) {
            closing.closeAfter(failure);
            throw failure;
        }
    }

    private static KafkaBrokerProcess started(CompletableFuture<KafkaBrokerProcess> starting) {
        try {
            return starting.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof TeselaException known ? known : failure;
        }
    }

    private static Settings writeRepository(Path folder, String bootstrapServers, int serverPort) throws IOException {
        Files.createDirectories(folder);
        try (InputStream definitions = DemoStage.class.getResourceAsStream("features/" + DEFINITIONS)) {
            if (definitions == null) {
                throw new TeselaException(ErrorCode.INTERNAL, "The demo was built without " + DEFINITIONS);
            }
            String text = new String(definitions.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(DEFINITIONS), text.replace(ADDRESS_IN_DEFINITIONS, bootstrapServers));
        }
        Files.writeString(folder.resolve(Settings.FILE), "server.port=" + serverPort + "\n");
        return Settings.of(folder);
    }

    /** The folder of the feature repository. */
    Path repository() {
        return folder.resolve("features");
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String workspace() {
        return settings.workspace();
    }

    /** Compiles, plans and applies the feature repository. */
    AppliedRepository apply() {
        RegistryFolder registry = RegistryFolder.open(settings.registryFolder());
        RepositoryPlan plan = RepositoryPlan.of(
                registry.current(settings.workspace()),
                DefinitionFolder.load(repository(), List.of()),
                new SqlTransformation(spark));
        return registry.apply(plan, clock.instant());
    }

    /** Starts the stream job of a view. The stage closes it if the caller does not. */
    RunningStreamJob startJob(AppliedView view, Run run) {
        StreamJobSettings job = StreamJobSettings.of(
                        settings.onlineStore(),
                        settings.checkpointFolder().resolve(view.view().name() + "-" + view.tableId()),
                        settings.deadLetterFolder(),
                        "tesela demo",
                        clock)
                .run(run);
        return closing.add(StreamJob.start(spark, view, job));
    }

    /**
     * Starts a feature server and gives a client of it.
     *
     * @param time when requests come in
     */
    FeatureClient startServer(InstantSource time) {
        String key = ApiKeys.in(settings.apiKeyFile())
                .create("demo", clock, new SecureRandom())
                .secret();
        OnlineStore store = closing.add(OnlineStores.open(settings.onlineStore()));
        FeatureServer server = closing.add(FeatureServer.start(
                FeatureServerSettings.forKeyHolders(settings.apiKeyFile())
                        .port(settings.serverPort())
                        .requestTimeout(Duration.ofSeconds(60))
                        .build(),
                RepositorySource.of(RegistryFolder.open(settings.registryFolder())),
                store,
                time));
        return new FeatureClient(URI.create("http://127.0.0.1:" + server.port()), settings.workspace(), key);
    }

    @Override
    public void close() {
        closing.close();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
