package io.tesela.demo;

import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.time.Micros;
import io.tesela.spark.stream.JobStatus;
import io.tesela.spark.stream.RunningStreamJob;
import io.tesela.spark.stream.StreamJobSettings.Run;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;

/** The demo that a person watches: the edits of the day as if they happened now, until Ctrl-C or for a while. */
final class LiveDemo {
    private static final Duration REDRAW = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final PrintWriter out;
    private final InstantSource clock;
    private final int port;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param port of the feature server, 0 for any free one */
    LiveDemo(PrintWriter out, InstantSource clock, int port) {
        this.out = out;
        this.clock = clock;
        this.port = port;
    }

    /** @param duration when to end, or null for when the process is told to */
    void run(@Nullable Duration duration) throws InterruptedException {
        Thread hook = new Thread(this::stopOrderly, "stop-demo");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            play(duration);
        } finally {
            stopped.countDown();
        }
    }

    /** Runs when the process is told to end, and keeps it until everything is stopped and removed. */
    private void stopOrderly() {
        // Spark stops itself at the same time, and its jobs complain of it.
        Configurator.setAllLevels("", Level.OFF);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        stop.countDown();
        try {
            stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(@Nullable Duration duration) throws InterruptedException {
        say("Starting a Kafka broker, Spark and a feature server. Ctrl-C stops everything.");
        try (DemoStage stage = DemoStage.open(clock, port);
                Closing closing = new Closing()) {
            AppliedRepository applied = stage.apply();
            say("Applied " + stage.repository().resolve("WikipediaFeatures.java"));
            List<Edit> edits = edits();
            Replayer replayer = closing.add(new Replayer(stage.bootstrapServers(), DemoStage.TOPIC));
            Instant start = clock.instant();
            Replay.history(edits, start).forEach(replayer::send);
            replayer.flush();
            say("Sent the edits of the last 24 hours to topic " + DemoStage.TOPIC + " at " + stage.bootstrapServers());
            LiveReplay live = closing.add(LiveReplay.start(replayer, Replay.future(edits, start), clock));
            List<Job> jobs = new ArrayList<>();
            for (AppliedView view : applied.views()) {
                jobs.add(new Job(view.view().name(), stage.startJob(view, Run.UNTIL_STOPPED)));
            }
            FeatureClient client = stage.startServer(clock);
            Instant end = duration == null ? Instant.MAX : start.plus(duration);
            watch(
                    new Running(start, replayer, live, jobs, new LiveEntities(client), edits.size(), latest(edits)),
                    client,
                    end);
        }
    }

    private record Job(String view, RunningStreamJob job) {}

    private record Running(
            Instant start,
            Replayer replayer,
            LiveReplay live,
            List<Job> jobs,
            LiveEntities entities,
            long loaded,
            Edit first) {}

    private void watch(Running running, FeatureClient client, Instant end) throws InterruptedException {
        try (LiveScreen screen = LiveScreen.of(out, footer(client), Terminal.output())) {
            // After Ctrl-C Spark stops by itself at once: what the jobs then say is no news.
            while (stop.getCount() > 0 && clock.instant().isBefore(end)) {
                screen.show(state(running));
                boolean over = stop.await(REDRAW.toMillis(), TimeUnit.MILLISECONDS);
                if (over) {
                    return;
                }
            }
        }
    }

    private LiveState state(Running running) {
        Instant now = clock.instant();
        TimedEdit last = running.live().latest();
        return new LiveState(
                now,
                Duration.between(running.start(), now),
                running.loaded(),
                running.live().count(),
                last,
                running.jobs().stream().map(LiveDemo::view).toList(),
                running.entities().ask(last == null ? running.first() : last.edit(), now));
    }

    private static LiveState.View view(Job job) {
        JobStatus status = job.job().status();
        StreamProgress progress = status.progress();
        String state = status.reason() == null ? status.state().name() : status.state() + ": " + status.reason();
        if (progress == null) {
            return new LiveState.View(job.view(), state, 0, 0, 0, 0, null, null);
        }
        boolean none = progress.watermarkMicros() == Long.MIN_VALUE;
        return new LiveState.View(
                job.view(),
                state,
                progress.rows(),
                progress.tiles(),
                progress.late(),
                progress.dead(),
                Duration.ofMillis((progress.finishedAtMicros() - progress.latestEventMicros()) / 1_000),
                none ? null : Micros.toInstant(progress.watermarkMicros()));
    }

    private static List<String> footer(FeatureClient client) {
        return List.of(
                "Ask yourself:",
                "curl -s " + client.server() + "/api/v1/feature-service/get-features \\",
                "  -H 'Authorization: Tecton-key " + client.key() + "' -d '{\"params\": {\"workspaceName\": \""
                        + client.workspace() + "\",",
                "  \"featureServiceName\": \"channel_features\", \"joinKeyMap\": {\"channel\": \""
                        + LiveEntities.CHANNEL + "\"},",
                "  \"metadataOptions\": {\"includeNames\": true}}}'");
    }

    /** The latest edit before the start in the channel that is shown. */
    private static Edit latest(List<Edit> edits) {
        return edits.stream()
                .filter(edit -> edit.channel().equals(LiveEntities.CHANNEL)
                        && edit.time().isBefore(Replay.LIVE_FROM))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static List<Edit> edits() {
        try (Stream<Edit> edits = WikipediaEdits.read()) {
            return edits.toList();
        }
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
