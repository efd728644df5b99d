package io.tesela.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.time.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tesela status}: how each view does. */
@Command(
        name = "status",
        description = "Show for each view what its stream job does and how fresh its features are.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "FRESHNESS  from the time of the latest event to the moment when its tile could be read",
            "WATERMARK  tiles that end at or before it take no more events",
            "LATE       events dropped because they came after their tile's watermark",
            "DEAD       records that could not be used, kept with their reason as dead letters"
        })
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    /** What is known of one view. */
    private record ViewStatus(
            AppliedView view,
            Optional<JobBoard.Entry> job,
            @Nullable StreamProgress progress) {
        String state() {
            return job.map(entry -> entry.honestState().name()).orElse("NEVER_STARTED");
        }

        @Nullable Duration freshness() {
            StreamProgress done = progress;
            return done == null || done.latestEventMicros() == Long.MIN_VALUE
                    ? null
                    : Duration.between(
                            Micros.toInstant(done.latestEventMicros()), Micros.toInstant(done.finishedAtMicros()));
        }
    }

    @Override
    public Integer call() {
        Installation installation = repository.installation();
        AppliedRepository applied = installation.applied();
        JobBoard board = new JobBoard(installation.settings().jobFolder());
        List<ViewStatus> views = new ArrayList<>();
        try (OnlineStore store = installation.store()) {
            for (AppliedView view : applied.views()) {
                views.add(new ViewStatus(
                        view,
                        board.read(view.view().name()),
                        store.progress(view.table()).orElse(null)));
            }
        }
        output.print(spec.commandLine().getOut(), () -> text(applied, views), () -> json(applied, views));
        return 0;
    }

    private static String text(AppliedRepository applied, List<ViewStatus> views) {
        TextTable table = new TextTable(
                "VIEW", "JOB", "FRESHNESS", "LATEST EVENT", "WATERMARK", "ROWS/S", "ROWS", "LATE", "DEAD", "TILES");
        StringBuilder reasons = new StringBuilder();
        Instant now = InstantSource.system().instant();
        for (ViewStatus status : views) {
            table.row(row(status));
            status.job()
                    .map(JobBoard.Entry::reason)
                    .ifPresent(reason -> reasons.append(
                            String.format("%n%s %s: %s%n", status.view().view().name(), status.state(), reason)));
        }
        return String.format(
                        "Workspace %s, version %d, applied %s. It is %s UTC.%n%n",
                        applied.workspace(),
                        applied.version(),
                        TextTable.time(applied.appliedAt()),
                        TextTable.time(now))
                + table.render()
                + reasons;
    }

    private static String[] row(ViewStatus status) {
        String name = status.view().view().name();
        StreamProgress progress = status.progress();
        if (progress == null) {
            return new String[] {name, status.state(), "-", "-", "-", "-", "0", "0", "0", "0"};
        }
        return new String[] {
            name,
            status.state(),
            seconds(status.freshness()),
            time(progress.latestEventMicros()),
            time(progress.watermarkMicros()),
            status.job()
                    .map(job -> String.format(Locale.ROOT, "%.0f", job.rowsPerSecond()))
                    .orElse("-"),
            Long.toString(progress.rows()),
            Long.toString(progress.late()),
            Long.toString(progress.dead()),
            Long.toString(progress.tiles())
        };
    }

    private static String seconds(@Nullable Duration duration) {
        return duration == null ? "-" : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }

    private static String time(long micros) {
        return micros == Long.MIN_VALUE ? "-" : TextTable.time(Micros.toInstant(micros));
    }

    private static JsonNode json(AppliedRepository applied, List<ViewStatus> views) {
        ObjectNode root = OutputOption.mapper()
                .createObjectNode()
                .put("workspace", applied.workspace())
                .put("version", applied.version())
                .put("appliedAt", applied.appliedAt().toString());
        ArrayNode array = root.putArray("views");
        for (ViewStatus status : views) {
            ObjectNode node = array.addObject()
                    .put("name", status.view().view().name())
                    .put("state", status.state())
                    .put("reason", status.job().map(JobBoard.Entry::reason).orElse(null));
            status.job()
                    .ifPresent(job -> node.put("rowsPerSecond", job.rowsPerSecond())
                            .put("recordsBehind", job.behind() < 0 ? null : job.behind())
                            .put("pid", job.pid()));
            StreamProgress progress = status.progress();
            if (progress != null) {
                Duration freshness = status.freshness();
                node.put("freshness", freshness == null ? null : freshness.toString())
                        .put("latestEvent", instant(progress.latestEventMicros()))
                        .put("watermark", instant(progress.watermarkMicros()))
                        .put("readableAt", instant(progress.finishedAtMicros()))
                        .put("batch", progress.batch())
                        .put("rows", progress.rows())
                        .put("late", progress.late())
                        .put("dead", progress.dead())
                        .put("tiles", progress.tiles());
            }
        }
        return root;
    }

    private static @Nullable String instant(long micros) {
        return micros == Long.MIN_VALUE ? null : Micros.toInstant(micros).toString();
    }
}
