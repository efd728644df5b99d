package io.tesela.spark.stream;

import io.tesela.spark.source.StreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The records of one task: the one that is in the stages now, the counts, and the dead letters.
 *
 * <p>Decoding, SQL and cleaning run in one task and hand on one row at a time, so a row that reaches the last of them
 * stems from the record that the first took last. Rows carry that record's number in the task as proof.
 */
final class TaskRecords {
    private static final Map<Long, TaskRecords> OPEN = new ConcurrentHashMap<>();

    private final BatchTimes times;
    private final int part;
    private final DeadLetterFile deadLetters;
    private @Nullable Row record;
    private @Nullable String origin;
    private long split;
    private long line;
    private long rows;
    private long dead;
    private @Nullable RuntimeException sourceFailure;

    private TaskRecords(JobPlan plan, TaskContext task) {
        this.times = BatchTimes.of(task);
        this.part = task.partitionId();
        this.deadLetters = new DeadLetterFile(
                Path.of(plan.deadLetters()), times.batch(), part, task.taskAttemptId(), plan.kafka());
    }

    /** Opens the records of the current task, until the task ends. */
    static TaskRecords open(JobPlan plan) {
        TaskContext task = TaskContext.get();
        TaskRecords records = new TaskRecords(plan, task);
        OPEN.put(task.taskAttemptId(), records);
        task.addTaskCompletionListener(ended -> {
            OPEN.remove(ended.taskAttemptId());
            records.deadLetters.abandon();
        });
        return records;
    }

    /** The records that an earlier stage of the current task opened. */
    static TaskRecords current() {
        return Objects.requireNonNull(OPEN.get(TaskContext.get().taskAttemptId()), "no stage has opened the records");
    }

    BatchTimes times() {
        return times;
    }

    /** Takes the next record and gives it its number. */
    long take(Row next) {
        record = next;
        rows++;
        if (next.isNullAt(StreamReader.POSITION)) {
            countLine(next);
        }
        return rows;
    }

    private void countLine(Row next) {
        String file = next.getString(StreamReader.ORIGIN);
        long start = next.getLong(StreamReader.PART);
        line = file.equals(origin) && start == split ? line + 1 : 0;
        origin = file;
        split = start;
    }

    /** Puts the record that is in the stages now into the dead letters. */
    void bury(String reason) {
        Row buried = Objects.requireNonNull(record, "no record has been taken");
        long position = buried.isNullAt(StreamReader.POSITION) ? line : buried.getLong(StreamReader.POSITION);
        deadLetters.add(buried, position, reason);
        dead++;
    }

    /** @throws IllegalStateException if the row does not stem from the record that was taken last */
    void verify(long number) {
        if (number != rows) {
            throw new IllegalStateException("Row of record " + number + " came while record " + rows + " was in work");
        }
    }

    long taken() {
        return rows;
    }

    /** Remembers that the source, and not the user's SQL, has failed. */
    RuntimeException sourceFailed(RuntimeException failure) {
        sourceFailure = failure;
        return failure;
    }

    boolean hasSourceFailed() {
        return sourceFailure != null;
    }

    /** Puts the dead letters in their place and sums up. */
    BatchSummary finish(long late, long latestEventMicros) {
        deadLetters.finish();
        return new BatchSummary(times.batch(), part, rows, late, dead, 0, latestEventMicros);
    }
}
