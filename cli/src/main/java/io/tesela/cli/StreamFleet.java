package io.tesela.cli;

import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.spark.stream.JobStatus;
import io.tesela.spark.stream.JobStatus.State;
import io.tesela.spark.stream.StreamJob;
import io.tesela.spark.stream.StreamJobSettings;
import io.tesela.spark.stream.StreamSupervisor;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * The stream jobs of this process, one for each online view. {@link #reconcile} makes them what is applied. Used by one
 * thread.
 */
public final class StreamFleet implements AutoCloseable {
    private final Installation installation;
    private final SparkSession spark;
    private final InstantSource clock;
    private final Set<String> only;
    private final UnaryOperator<StreamJobSettings> adjust;
    private final Consumer<String> log;
    private final JobBoard board;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private record Member(AppliedView view, StreamSupervisor supervisor, State[] lastState) {}

    /**
     * A fleet without jobs yet.
     *
     * @param only the names of the views to run, or empty for all
     * @param adjust changes the settings of each job
     * @param log takes one line for each change of a job's state
     */
    public StreamFleet(
            Installation installation,
            SparkSession spark,
            InstantSource clock,
            Set<String> only,
            UnaryOperator<StreamJobSettings> adjust,
            Consumer<String> log) {
        this.installation = installation;
        this.spark = spark;
        this.clock = clock;
        this.only = Set.copyOf(only);
        this.adjust = adjust;
        this.log = log;
        this.board = new JobBoard(installation.settings().jobFolder());
    }

    /** Starts the jobs of new views, restarts those of changed ones, and stops those of views that are gone. */
    public void reconcile(AppliedRepository applied) {
        Map<String, AppliedView> wanted = new LinkedHashMap<>();
        for (AppliedView view : applied.views()) {
            String name = view.view().name();
            if (view.view().online() && (only.isEmpty() || only.contains(name))) {
                wanted.put(name, view);
            }
        }
        for (String name : Set.copyOf(members.keySet())) {
            Member member = members.get(name);
            if (member != null && !member.view().equals(wanted.get(name))) {
                stop(name, member);
            }
        }
        wanted.forEach((name, view) -> members.computeIfAbsent(name, absent -> start(view)));
    }

    private Member start(AppliedView view) {
        StreamJobSettings settings = adjust.apply(installation.streamJob(view, clock));
        StreamSupervisor supervisor = StreamSupervisor.start(
                view.view().name(),
                () -> StreamJob.start(spark, view, settings),
                pause -> Thread.sleep(pause.toMillis()));
        return new Member(view, supervisor, new State[1]);
    }

    private void stop(String name, Member member) {
        member.supervisor().close();
        report(name, member);
        members.remove(name);
    }

    /** Writes down what the jobs do and logs what has changed. */
    public void report() {
        members.forEach(this::report);
    }

    private void report(String name, Member member) {
        JobStatus status = member.supervisor().status();
        board.write(name, status, clock.instant());
        if (member.lastState()[0] != status.state()) {
            member.lastState()[0] = status.state();
            String reason = status.reason() == null ? "" : ": " + status.reason();
            log.accept("view " + name + ": stream job " + status.state() + reason);
        }
    }

    /** What each job does, by the name of its view. */
    public Map<String, JobStatus> statuses() {
        Map<String, JobStatus> statuses = new LinkedHashMap<>();
        members.forEach((name, member) -> statuses.put(name, member.supervisor().status()));
        return statuses;
    }

    /** Whether all jobs have ended, well or not. */
    public boolean isOver() {
        return statuses().values().stream().allMatch(s -> s.state() == State.STOPPED || s.state() == State.FAILED);
    }

    /** Whether a job has ended and needs a person. */
    public boolean hasFailed() {
        return statuses().values().stream().anyMatch(s -> s.state() == State.FAILED);
    }

    /** Stops all jobs and waits for their end. */
    @Override
    public void close() {
        for (String name : Set.copyOf(members.keySet())) {
            Member member = members.get(name);
            if (member != null) {
                stop(name, member);
            }
        }
    }
}
