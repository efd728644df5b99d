package io.tesela.core.store;

/**
 * What a stream job has made readable, kept in the store beside its tiles. Counts are totals since the table was
 * created and are exact: a replayed batch does not count again.
 *
 * @param checkpoint identifies the checkpoint that {@code batch} counts in
 * @param batch the last finished micro-batch
 * @param latestEventMicros the latest event time that was aggregated, {@link Long#MIN_VALUE} before the first
 * @param watermarkMicros tiles that end at or before it take no more rows, {@link Long#MIN_VALUE} for none
 * @param finishedAtMicros the wall clock when the batch became readable
 * @param rows records taken from the source
 * @param late rows dropped because their tile ended at or before the watermark
 * @param dead records in the dead-letter table
 * @param tiles tiles written
 */
public record StreamProgress(
        String checkpoint,
        long batch,
        long latestEventMicros,
        long watermarkMicros,
        long finishedAtMicros,
        long rows,
        long late,
        long dead,
        long tiles) {}
