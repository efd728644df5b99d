package io.tesela.spark.stream;

import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;

/**
 * The instants that decide what becomes of the rows of one micro-batch. They are read from the checkpoint's log of the
 * batch, so a replayed batch decides the same.
 *
 * @param watermarkMicros tiles that end at or before it take no more rows
 * @param nowMicros the wall clock when the batch was planned
 */
record BatchTimes(long batch, long watermarkMicros, long nowMicros) {
    private static final String BATCH = "tesela.batch";
    private static final String WATERMARK = "tesela.watermark";
    private static final String NOW = "tesela.now";

    /** Sends the times along with the tasks of the jobs that this thread starts. */
    void attach(SparkContext context) {
        context.setLocalProperty(BATCH, Long.toString(batch));
        context.setLocalProperty(WATERMARK, Long.toString(watermarkMicros));
        context.setLocalProperty(NOW, Long.toString(nowMicros));
    }

    /** The times of the batch that the task belongs to. */
    static BatchTimes of(TaskContext task) {
        return new BatchTimes(
                Long.parseLong(task.getLocalProperty(BATCH)),
                Long.parseLong(task.getLocalProperty(WATERMARK)),
                Long.parseLong(task.getLocalProperty(NOW)));
    }
}
