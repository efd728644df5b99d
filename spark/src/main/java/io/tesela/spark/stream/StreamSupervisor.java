package io.tesela.spark.stream;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.spark.stream.JobStatus.State;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream job running, on a thread of its own: when what it depends on fails, it is started again after a pause
 * that doubles from one second to one minute. What only a person can put right ends it.
 */
public final class StreamSupervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamSupervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Failures in a row, without a finished batch between them, that may be a defect and not bad luck. */
    private static final int MOST_UNEXPLAINED_FAILURES = 3;

    /** Waits; the thread's own sleep outside of tests. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    private final String view;
    private final Supplier<RunningStreamJob> starter;
    private final Sleeper sleeper;
    private final Thread thread;

    private State state = State.STARTING;
    private @Nullable TeselaException failure;
    private @Nullable RunningStreamJob job;
    private @Nullable JobStatus lastStatus;
    private boolean closed;

    private StreamSupervisor(String view, Supplier<RunningStreamJob> starter, Sleeper sleeper) {
        this.view = view;
        this.starter = starter;
        this.sleeper = sleeper;
        this.thread = new Thread(this::supervise, "stream-job-" + view);
        this.thread.setDaemon(true);
    }

    /** Starts the job of a view, now and after each failure that may pass, with {@code starter}. */
    public static StreamSupervisor start(String view, Supplier<RunningStreamJob> starter, Sleeper sleeper) {
        StreamSupervisor supervisor = new StreamSupervisor(view, starter, sleeper);
        supervisor.thread.start();
        return supervisor;
    }

    /** The state of the job, or between two attempts why the last one failed. */
    public synchronized JobStatus status() {
        RunningStreamJob running = job;
        if (running != null) {
            lastStatus = running.status();
            if (lastStatus.state() == State.RUNNING) {
                return lastStatus;
            }
        }
        JobStatus last = lastStatus == null ? new JobStatus(state, null, -1, Long.MIN_VALUE, 0, -1, null) : lastStatus;
        return new JobStatus(
                state,
                failure == null ? null : failure.getMessage(),
                last.batch(),
                last.watermarkMicros(),
                state == State.RUNNING ? last.rowsPerSecond() : 0,
                last.behind(),
                last.progress());
    }

    /** Waits until the job is stopped, has done what it was to do, or has failed for good. */
    public void awaitTermination() throws InterruptedException {
        thread.join();
    }

    /** Why the job ended, or null if it runs or ended well. */
    public synchronized @Nullable TeselaException failure() {
        return state == State.FAILED ? failure : null;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        int unexplained = 0;
        while (true) {
            boolean[] progressed = new boolean[1];
            TeselaException failed = runOnce(progressed);
            if (failed == null) {
                enter(State.STOPPED, null);
                return;
            }
            if (progressed[0]) {
                pause = FIRST_PAUSE;
                unexplained = 0;
            }
            unexplained += failed.code() == ErrorCode.INTERNAL ? 1 : 0;
            if (!mayPass(failed) || unexplained >= MOST_UNEXPLAINED_FAILURES) {
                LOG.error("The stream job of view '{}' has ended: {}", view, failed.getMessage(), failed);
                enter(State.FAILED, failed);
                return;
            }
            LOG.warn("Starting the stream job of view '{}' again in {}: {}", view, pause, failed.getMessage());
            enter(State.RETRYING, failed);
            if (!slept(pause)) {
                enter(State.STOPPED, null);
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Starts the job and waits for its end: why it failed, or null. */
    private @Nullable TeselaException runOnce(boolean[] progressed) {
        RunningStreamJob running = null;
        try {
            running = starter.get();
            if (!adopt(running)) {
                return null;
            }
            running.awaitTermination();
            return null;
        } catch (TeselaException e) {
            return isClosed() ? null : e;
        } catch (RuntimeException e) {
            return isClosed() ? null : JobFailure.of(view, e);
        } finally {
            if (running != null) {
                progressed[0] = running.status().batch() >= 0;
                release(running);
            }
        }
    }

    private synchronized boolean adopt(RunningStreamJob running) {
        job = running;
        state = State.RUNNING;
        failure = null;
        return !closed;
    }

    private void release(RunningStreamJob running) {
        synchronized (this) {
            lastStatus = running.status();
            job = null;
        }
        running.close();
    }

    private synchronized void enter(State next, @Nullable TeselaException why) {
        state = next;
        failure = why;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static boolean mayPass(TeselaException failure) {
        return switch (failure.code().kind()) {
            case DEPENDENCY, INTERNAL -> true;
            case RESOURCE -> failure.code() != ErrorCode.FENCED;
            case USER -> false;
        };
    }

    private boolean slept(Duration pause) {
        try {
            sleeper.sleep(pause);
            return !isClosed();
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Stops the job and waits for its end. */
    @Override
    public void close() {
        RunningStreamJob running;
        synchronized (this) {
            closed = true;
            running = job;
        }
        if (running != null) {
            running.close();
        } else {
            thread.interrupt();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
