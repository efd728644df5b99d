package io.tesela.cli;

import io.tesela.core.store.OnlineStore;
import io.tesela.server.FeatureServer;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tesela up}: everything in one process. */
@Command(
        name = "up",
        description = "Run the stream jobs and the feature server of what is applied, in one process.",
        mixinStandardHelpOptions = true,
        footer = {"", "Ctrl-C stops it; nothing is lost. What is applied meanwhile is taken over."})
final class UpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = repository.installation();
        installation.applied();
        PrintWriter out = spec.commandLine().getOut();
        Events events = new Events(out, output, InstantSource.system());
        // The server first: a port that is taken is found before Spark has started.
        try (Shutdown shutdown = new Shutdown();
                OnlineStore store = installation.store();
                FeatureServer server = ServeCommand.start(installation, store, events)) {
            SparkSession spark = installation.spark();
            try (StreamFleet fleet =
                    new StreamFleet(installation, spark, InstantSource.system(), Set.of(), s -> s, events::say)) {
                ServeCommand.sayReady(installation, server, events);
                StreamCommand.run(installation, fleet, shutdown);
            } finally {
                spark.stop();
            }
        }
        return 0;
    }
}
