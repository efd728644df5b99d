package io.tesela.spark.stream;

import io.tesela.core.store.StreamProgress;
import org.jspecify.annotations.Nullable;

/**
 * What a stream job does now.
 *
 * @param reason why the job failed or is being retried, else null
 * @param batch the last micro-batch that was finished since the start, or -1
 * @param watermarkMicros tiles that end at or before it take no more rows, {@link Long#MIN_VALUE} for none
 * @param rowsPerSecond records that the last micro-batch processed a second
 * @param behind records that were in the source and not yet taken when the last micro-batch was planned, -1 if unknown
 * @param progress what is readable in the store, or null before the first batch
 */
public record JobStatus(
        State state,
        @Nullable String reason,
        long batch,
        long watermarkMicros,
        double rowsPerSecond,
        long behind,
        @Nullable StreamProgress progress) {
    /** The stages of a job's life. */
    public enum State {
        /** It checks its source, its checkpoint and its store. */
        STARTING,
        RUNNING,
        /** Something it depends on failed; it will be started again. */
        RETRYING,
        /** It has ended and needs a person. */
        FAILED,
        /** It has done what it was to do, or was stopped. */
        STOPPED
    }
}
