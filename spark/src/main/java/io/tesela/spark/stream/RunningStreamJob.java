package io.tesela.spark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileTable;
import io.tesela.spark.stream.JobStatus.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/** A stream job that was started. {@link #close} stops it and lets go of its store and its checkpoint. */
public final class RunningStreamJob implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String view;
    private final TileTable table;
    private final StreamingQuery query;
    private final OnlineStore store;
    private final JobLock lock;
    private boolean closed;

    RunningStreamJob(String view, TileTable table, StreamingQuery query, OnlineStore store, JobLock lock) {
        this.view = view;
        this.table = table;
        this.query = query;
        this.store = store;
        this.lock = lock;
    }

    public JobStatus status() {
        Optional<TeselaException> failure = failure();
        State state = failure.isPresent() ? State.FAILED : query.isActive() ? State.RUNNING : State.STOPPED;
        StreamProgress progress = progress().orElse(null);
        StreamingQueryProgress last = query.lastProgress();
        return new JobStatus(
                state,
                failure.map(Throwable::getMessage).orElse(null),
                last == null ? -1 : last.batchId(),
                progress == null ? Long.MIN_VALUE : progress.watermarkMicros(),
                last == null ? 0 : last.processedRowsPerSecond(),
                last == null ? -1 : behind(last),
                progress);
    }

    private synchronized Optional<StreamProgress> progress() {
        return closed ? Optional.empty() : store.progress(table);
    }

    private static long behind(StreamingQueryProgress progress) {
        long behind = 0;
        for (SourceProgress source : progress.sources()) {
            try {
                JsonNode latest = JSON.readTree(source.latestOffset());
                JsonNode taken = JSON.readTree(source.endOffset());
                if (latest == null || taken == null || !latest.isObject() || latest.has("logOffset")) {
                    return -1;
                }
                behind += offsets(latest) - offsets(taken);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                return -1;
            }
        }
        return behind;
    }

    /** The sum of the offsets in Kafka's form of a position: topic → partition → offset. */
    private static long offsets(JsonNode position) {
        long sum = 0;
        for (JsonNode topic : position) {
            for (JsonNode offset : topic) {
                sum += offset.asLong();
            }
        }
        return sum;
    }

    /** Why the job ended by itself, or empty if it runs, was stopped, or has done what it was to do. */
    public Optional<TeselaException> failure() {
        StreamingQueryException failure =
                query.exception().isDefined() ? query.exception().get() : null;
        return failure == null ? Optional.empty() : Optional.of(JobFailure.of(view, failure));
    }

    /**
     * Waits for the end of the job.
     *
     * @throws TeselaException why it failed
     */
    public void awaitTermination() {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException e) {
            throw JobFailure.of(view, e);
        }
    }

    /**
     * Waits for the end of the job, but not for ever.
     *
     * @return whether it has ended
     * @throws TeselaException why it failed
     */
    public boolean awaitTermination(Duration atMost) {
        try {
            return query.awaitTermination(Math.max(1, atMost.toMillis()));
        } catch (StreamingQueryException e) {
            throw JobFailure.of(view, e);
        }
    }

    /**
     * Waits until everything that is in the source now is readable.
     *
     * @throws TeselaException why the job failed
     */
    public void processAllAvailable() {
        query.processAllAvailable();
        failure().ifPresent(failure -> {
            throw failure;
        });
    }

    /** Stops the job; a batch that is being written is given up, and written again by the next job. */
    public void stop() {
        close();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            query.stop();
        } catch (TimeoutException e) {
            throw new TeselaException(
                    ErrorCode.DEADLINE_EXCEEDED, "The stream job of view '" + view + "' did not stop in time", e);
        } finally {
            closed = true;
            store.close();
            lock.close();
        }
    }
}
