package io.tesela.spark.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udaf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.window;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.definition.DataType;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.spark.SparkSessions;
import io.tesela.spark.source.Preflight;
import io.tesela.spark.source.StreamReader;
import io.tesela.spark.stream.StreamJobSettings.Run;
import io.tesela.spark.transformation.SparkTypes;
import io.tesela.spark.transformation.SqlTransformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the query that keeps a view's tiles in the online store fresh. */
public final class StreamJob {
    private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);

    private StreamJob() {}

    /**
     * Starts the job of a view. It goes on where the checkpoint ends.
     *
     * @param session lends its Spark context; the job has a session of its own
     * @return the job; the caller closes it
     * @throws TeselaException with code UNAVAILABLE or NOT_FOUND if the source is not there, CONFLICT if the view's job
     *     already runs, INCOMPATIBLE_STATE if checkpoint, store and definition do not fit each other,
     *     INVALID_DEFINITION if the view asks for what a stream job cannot do
     */
    public static RunningStreamJob start(SparkSession session, AppliedView applied, StreamJobSettings settings) {
        StreamFeatureView view = applied.view();
        requireSupported(view);
        Map<String, String> identity = Preflight.check(view.source(), settings.preflightTimeLimit());
        JobLock lock = JobLock.take(settings.checkpoint(), view.name(), settings.owner());
        try {
            OnlineStore store = OnlineStores.open(settings.store());
            try {
                CheckpointFolder checkpoint = new CheckpointFolder(settings.checkpoint());
                Map<String, String> meaning = QueryMeaning.of(applied, identity, session.version());
                String id = checkpoint.open(meaning, UUID.randomUUID().toString(), view.name());
                requireFitting(view.name(), checkpoint, id, store.progress(applied.table()));
                long epoch = store.claim(applied.table(), settings.owner());
                StreamingQuery query = start(session, applied, settings, checkpoint, id, store, epoch);
                return new RunningStreamJob(view.name(), applied.table(), query, store, lock);
            } catch (RuntimeException | Error e) {
                store.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Throws away what a view's job has made: its tiles, its checkpoint and its dead letters. The next start reads the
     * stream from its beginning.
     *
     * @throws TeselaException with code CONFLICT if the job runs
     */
    public static void discard(AppliedView applied, StreamJobSettings settings) {
        String view = applied.view().name();
        JobLock lock = JobLock.take(settings.checkpoint(), view, settings.owner());
        try (OnlineStore store = OnlineStores.open(settings.store())) {
            store.drop(applied.table());
            Folders.delete(settings.deadLetters().resolve(view));
            Folders.delete(settings.checkpoint());
        } finally {
            lock.close();
        }
    }

    private static void requireSupported(StreamFeatureView view) {
        String what = null;
        if (view.streamProcessingMode() == StreamProcessingMode.CONTINUOUS) {
            what = "streamProcessingMode CONTINUOUS";
        } else if (view.aggregations().isEmpty()) {
            what = "a view without aggregations";
        } else if (!view.source().deduplicationColumns().isEmpty()) {
            what = "deduplicationColumns";
        }
        if (what != null) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "Stream feature view '" + view.name() + "' cannot be materialized: " + what
                            + " is not supported yet; a stream job takes TIME_INTERVAL aggregations");
        }
        if (view.source().watermarkDelayThreshold() == null) {
            LOG.warn(
                    "Stream feature view '{}' accepts all late events: the state of its job grows without bound. Set"
                            + " watermarkDelayThreshold on source '{}'",
                    view.name(),
                    view.source().name());
        }
    }

    private static void requireFitting(
            String view, CheckpointFolder checkpoint, String id, Optional<StreamProgress> stored) {
        if (stored.isEmpty()) {
            return;
        }
        StreamProgress progress = stored.get();
        if (!progress.checkpoint().equals(id)) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "The online store holds tiles of view '" + view + "' that were written with another checkpoint ("
                            + progress.checkpoint() + ", not " + id + " in " + checkpoint.path()
                            + "); starting afresh would replace full tiles by smaller ones. Give the job its old checkpoint"
                            + " folder, or rebuild the view from what its stream still holds: tesela stream --rebuild "
                            + view);
        }
        if (progress.batch() > checkpoint.lastPlanned()) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "The checkpoint " + checkpoint.path() + " of view '" + view + "' ends with batch "
                            + checkpoint.lastPlanned() + ", but the online store already holds batch "
                            + progress.batch()
                            + ": it is an older copy. Restore the latest one, or rebuild the view from what its stream still"
                            + " holds: tesela stream --rebuild " + view);
        }
    }

    private static StreamingQuery start(
            SparkSession shared,
            AppliedView applied,
            StreamJobSettings settings,
            CheckpointFolder checkpoint,
            String id,
            OnlineStore store,
            long epoch) {
        StreamFeatureView view = applied.view();
        JobPlan plan = JobPlan.of(
                applied,
                settings.deadLetters().resolve(view.name()).toAbsolutePath().toString());
        SparkSession session = SparkSessions.isolated(shared);
        Dataset<Row> tiles = tiles(plan, view, events(session, plan, view));
        try {
            return tiles.writeStream()
                    .queryName(view.name())
                    .outputMode("update")
                    .trigger(trigger(view, settings))
                    .option(
                            "checkpointLocation",
                            checkpoint.path().toAbsolutePath().toString())
                    .foreachBatch(new TileSinkBatch(store, settings, checkpoint, plan, id, epoch))
                    .start();
        } catch (TimeoutException e) {
            throw new TeselaException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The stream job of view '" + view.name() + "' did not start in time",
                    e);
        }
    }

    private static Trigger trigger(StreamFeatureView view, StreamJobSettings settings) {
        if (settings.run() == Run.WHAT_IS_AVAILABLE) {
            return Trigger.AvailableNow();
        }
        Duration interval = settings.triggerInterval() == null ? view.triggerInterval() : settings.triggerInterval();
        return Trigger.ProcessingTime(interval.toMillis());
    }

    /** The decoded events with the types of the source's columns. */
    private static Dataset<Row> events(SparkSession session, JobPlan plan, StreamFeatureView view) {
        StructType decoded = new StructType();
        List<Column> columns = new ArrayList<>();
        for (io.tesela.definition.Column column : plan.events().columns()) {
            boolean isTimestamp = column.type() == DataType.TIMESTAMP;
            decoded = decoded.add(
                    column.name(), isTimestamp ? DataTypes.LongType : SparkTypes.toSpark(column.type()), true);
            Column value = col("`" + column.name() + "`");
            columns.add(isTimestamp ? timestamp_micros(value).as(column.name()) : value);
        }
        decoded = decoded.add(SqlTransformation.RECORD, DataTypes.LongType, false);
        columns.add(col(SqlTransformation.RECORD));
        return StreamReader.open(session, view.source())
                .mapPartitions(new DecodeRecords(plan), Encoders.row(decoded))
                .select(columns.toArray(new Column[0]));
    }

    /** The tiles that changed: start in microseconds, entity, bytes. */
    private static Dataset<Row> tiles(JobPlan plan, StreamFeatureView view, Dataset<Row> events) {
        Dataset<Row> partial = CleanRows.inputColumns(plan, SqlTransformation.apply(view, events))
                .mapPartitions(new CleanRows(plan), Encoders.row(CleanRows.OUTPUT))
                .select(timestamp_micros(col("micros")).as("time"), col("entity"), col("tile"));
        Duration delay = view.source().watermarkDelayThreshold();
        if (delay != null) {
            // Spark drops rows at a delay of zero that have the time of the watermark.
            partial = partial.withWatermark("time", Math.max(1, delay.toMillis()) + " milliseconds");
        }
        return partial.groupBy(
                        window(col("time"), view.aggregationInterval().toMillis() + " milliseconds"), col("entity"))
                .agg(udaf(new MergeTiles(plan), Encoders.BINARY())
                        .apply(col("tile"))
                        .as("tile"))
                .select(unix_micros(col("window.start")), col("entity"), col("tile"));
    }
}
