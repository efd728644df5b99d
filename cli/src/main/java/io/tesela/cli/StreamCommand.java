package io.tesela.cli;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.spark.stream.StreamJob;
import io.tesela.spark.stream.StreamJobSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tesela stream}: the stream jobs alone. */
@Command(
        name = "stream",
        description = "Run the stream jobs of what is applied.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tesela stream                           the jobs of all online views, until Ctrl-C",
            "  tesela stream --once                    process what is there, then end",
            "  tesela stream --rebuild user_spending   forget the view's tiles and read its stream again"
        })
final class StreamCommand implements Callable<Integer> {
    private static final long REPORT_MILLIS = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "VIEW", arity = "0..*", description = "Only these views.")
    private List<String> views = List.of();

    @Option(names = "--once", description = "Process everything that is in the stream now, then end.")
    private boolean once;

    @Option(
            names = "--trigger",
            paramLabel = "DURATION",
            description = "How often to write, such as PT5S, instead of what the views say; PT0S is without pause.")
    private @Nullable Duration trigger;

    @Option(
            names = "--rebuild",
            description = "First delete the named views' tiles and checkpoints, then start from what the stream holds.")
    private boolean rebuild;

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = repository.installation();
        AppliedRepository applied = installation.applied();
        views.forEach(applied::requireView);
        if (rebuild) {
            rebuild(installation, applied);
        }
        Events events = new Events(spec.commandLine().getOut(), output, InstantSource.system());
        try (Shutdown shutdown = new Shutdown()) {
            SparkSession spark = installation.spark();
            try (StreamFleet fleet = new StreamFleet(
                    installation,
                    spark,
                    InstantSource.system(),
                    new LinkedHashSet<>(views),
                    this::adjust,
                    events::say)) {
                run(installation, fleet, shutdown);
                return fleet.hasFailed() ? ErrorCode.UNAVAILABLE.exitCode() : 0;
            } finally {
                spark.stop();
            }
        }
    }

    private StreamJobSettings adjust(StreamJobSettings settings) {
        StreamJobSettings adjusted = trigger == null ? settings : settings.triggerInterval(trigger);
        return once ? adjusted.run(StreamJobSettings.Run.WHAT_IS_AVAILABLE) : adjusted;
    }

    /** Runs until the process is asked to end, or all jobs have ended. */
    static void run(Installation installation, StreamFleet fleet, Shutdown shutdown) throws InterruptedException {
        fleet.reconcile(installation.applied());
        do {
            fleet.report();
            if (fleet.isOver()) {
                return;
            }
            fleet.reconcile(installation.applied());
        } while (!shutdown.wished(REPORT_MILLIS));
    }

    private void rebuild(Installation installation, AppliedRepository applied) {
        if (views.isEmpty()) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--rebuild deletes tiles and wants the views by name, such as 'tesela stream --rebuild "
                            + applied.views().stream()
                                    .map(view -> view.view().name())
                                    .findFirst()
                                    .orElse("VIEW")
                            + "'");
        }
        for (String name : Set.copyOf(views)) {
            AppliedView view = applied.requireView(name);
            StreamJob.discard(view, installation.streamJob(view, InstantSource.system()));
        }
    }
}
