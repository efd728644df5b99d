package io.tesela.demo;

import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.StreamProgress;
import io.tesela.demo.ServedFeaturesCheck.Expected;
import io.tesela.spark.stream.RunningStreamJob;
import io.tesela.spark.stream.StreamJobSettings.Run;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Replays the whole day with its own times, as fast as it goes, and compares every feature of every entity at several
 * instants, asked over HTTP, with what {@link WikipediaOracle} computes from the raw events.
 */
final class DemoOnce {
    /** Aligned and not, the edges of a tile a millisecond to either side, the end of the day, half a day later. */
    static final List<Instant> INSTANTS = Stream.of(
                    "2015-09-12T01:00:00Z",
                    "2015-09-12T06:17:23.456Z",
                    "2015-09-12T11:59:59.999Z",
                    "2015-09-12T12:00:00Z",
                    "2015-09-12T12:00:00.001Z",
                    "2015-09-12T18:30:30Z",
                    "2015-09-12T23:59:59.999Z",
                    "2015-09-13T00:00:00Z",
                    "2015-09-13T12:34:56.789Z")
            .map(Instant::parse)
            .toList();

    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final long DELAY_SEED = 20150912;
    private static final int CONNECTIONS = 2;
    private static final int JOINED_EDITS = 1_000;

    private final PrintWriter out;
    private final InstantSource clock;

    /** @param clock the real time */
    DemoOnce(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param sent edits that the broker took
     * @param progress what each view's job counted
     */
    record Outcome(long sent, List<StreamProgress> progress, long compared, long values, long different) {
        /** Whether every edit was counted by every view and no feature differs. */
        boolean isRight() {
            return sent == WikipediaEdits.COUNT
                    && progress.stream().allMatch(view -> view.rows() == sent && view.late() == 0 && view.dead() == 0)
                    && compared > 0
                    && different == 0;
        }
    }

    Outcome run() throws SQLException {
        out.println("The Wikipedia edits of 2015-09-12, replayed at once and compared with a plain computation");
        out.flush();
        Instant start = clock.instant();
        try (DemoStage stage = DemoStage.open(clock, 0)) {
            say(start, "broker", "Kafka at " + stage.bootstrapServers() + ", one node, in a JVM of its own");
            AppliedRepository applied = stage.apply();
            say(
                    start,
                    "apply",
                    features(applied) + " features in " + applied.views().size() + " views, "
                            + applied.services().size() + " services");
            long sent = replay(stage.bootstrapServers());
            say(start, "replay", number(sent) + " edits sent, out of order by up to " + DELAY.toMinutes() + " minutes");
            List<StreamProgress> progress = jobs(start, stage, applied);
            AtomicReference<Instant> now = new AtomicReference<>(clock.instant());
            FeatureClient client = stage.startServer(now::get);
            say(start, "server", client.server() + ", its clock set to each instant asked for");
            return compare(start, now, client, sent, progress);
        }
    }

    private static long features(AppliedRepository applied) {
        return applied.views().stream()
                .mapToLong(view -> view.view().features().size())
                .sum();
    }

    private static long replay(String bootstrapServers) {
        try (Stream<Edit> edits = WikipediaEdits.read();
                Replayer replayer = new Replayer(bootstrapServers, DemoStage.TOPIC)) {
            Replay.delayed(edits.toList(), DELAY, DELAY_SEED).forEach(replayer::send);
            replayer.flush();
            return replayer.sent();
        }
    }

    private List<StreamProgress> jobs(Instant start, DemoStage stage, AppliedRepository applied) {
        List<RunningStreamJob> jobs = new ArrayList<>();
        for (AppliedView view : applied.views()) {
            jobs.add(stage.startJob(view, Run.WHAT_IS_AVAILABLE));
        }
        List<StreamProgress> all = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            jobs.get(i).awaitTermination();
            StreamProgress progress = jobs.get(i).status().progress();
            if (progress == null) {
                throw new IllegalStateException("A job has ended without progress");
            }
            all.add(progress);
            say(
                    start,
                    "job",
                    String.format(
                            Locale.ROOT,
                            "%-13s %,d edits in %d batches, %,d tiles written, %d late, %d dead",
                            applied.views().get(i).view().name(),
                            progress.rows(),
                            progress.batch() + 1,
                            progress.tiles(),
                            progress.late(),
                            progress.dead()));
            jobs.get(i).close();
        }
        return all;
    }

    private Outcome compare(
            Instant start, AtomicReference<Instant> now, FeatureClient client, long sent, List<StreamProgress> progress)
            throws SQLException {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (Closing closing = new Closing()) {
            closing.add(threads::shutdownNow);
            WikipediaOracle oracle = oracle(closing);
            ServedFeaturesCheck check = new ServedFeaturesCheck(client, threads);
            for (Instant instant : INSTANTS) {
                long before = check.compared();
                now.set(instant);
                ask(oracle, check, instant);
                say(
                        start,
                        "compare",
                        String.format(Locale.ROOT, "%-24s %,9d features", instant, check.compared() - before));
            }
            report(check);
            return new Outcome(sent, progress, check.compared(), check.values(), check.different());
        }
    }

    private static WikipediaOracle oracle(Closing closing) throws SQLException {
        try {
            Path folder = Files.createTempDirectory("tesela-demo-oracle-");
            Path file = folder.resolve("edits.json.gz");
            closing.add(() -> Files.delete(folder));
            closing.add(() -> Files.deleteIfExists(file));
            WikipediaEdits.copyTo(file);
            return closing.add(WikipediaOracle.open(file));
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException("Cannot write the edits for DuckDB", failure);
        }
    }

    /** Every entity by the service of its view, and the latest edits by the service that joins all views. */
    private static void ask(WikipediaOracle oracle, ServedFeaturesCheck check, Instant instant) throws SQLException {
        List<String> user = List.of("user");
        List<String> page = List.of("channel", "page");
        List<String> channel = List.of("channel");
        Expected users = new Expected("user_edits", user, oracle.features("user_edits", 1, instant));
        Expected pages = new Expected("page_edits", page, oracle.features("page_edits", 2, instant));
        Expected channels = new Expected("channel_edits", channel, oracle.features("channel_edits", 1, instant));
        check.check(instant, "user_features", List.of(users), user, oracle.entities(user));
        check.check(instant, "page_features", List.of(pages), page, oracle.entities(page));
        check.check(instant, "channel_features", List.of(channels), channel, oracle.entities(channel));
        List<String> all = List.of("user", "channel", "page");
        check.check(
                instant,
                "edit_review",
                List.of(channels, pages, users),
                all,
                oracle.latest(all, instant, JOINED_EDITS));
    }

    private void report(ServedFeaturesCheck check) {
        out.printf(
                Locale.ROOT,
                "%n%,d feature values compared (%,d of them not null) with DuckDB over the raw events: %,d differ%n",
                check.compared(),
                check.values(),
                check.different());
        out.printf(
                Locale.ROOT,
                "approximate ones within their bounds: distinct counts to %.1f %% (root mean square; %.1f %% at most),"
                        + " percentiles to %.2f %% of the rank%n",
                check.errors().distinctStandardError() * 100,
                check.errors().largestDistinctError() * 100,
                check.errors().largestRankError() * 100);
        check.differences().forEach(difference -> out.println("  " + difference));
        out.flush();
    }

    private void say(Instant start, String what, String text) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1e3;
        out.printf(Locale.ROOT, "%6.1f s  %-8s %s%n", seconds, what, text);
        out.flush();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
