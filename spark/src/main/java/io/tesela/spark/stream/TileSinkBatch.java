package io.tesela.spark.stream;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.WriterToken;
import io.tesela.core.time.Micros;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Makes one micro-batch readable: writes its tiles and, when all are written, the job's progress. Runs in the driver. */
final class TileSinkBatch implements VoidFunction2<Dataset<Row>, Long> {
    private static final long serialVersionUID = 1L;

    private static final long EXPIRY_PERIOD_MICROS = 60 * Micros.PER_SECOND;

    private final transient OnlineStore store;
    private final transient CheckpointFolder checkpoint;
    private final transient InstantSource clock;
    private final transient Path deadLetters;
    private final URI address;
    private final TileTable table;
    private final String checkpointId;
    private final long epoch;
    private final boolean dropsLate;
    private long lastExpiryMicros = Long.MIN_VALUE;

    TileSinkBatch(
            OnlineStore store,
            StreamJobSettings settings,
            CheckpointFolder checkpoint,
            JobPlan plan,
            String checkpointId,
            long epoch) {
        this.store = store;
        this.checkpoint = checkpoint;
        this.clock = settings.clock();
        this.deadLetters = Path.of(plan.deadLetters());
        this.address = settings.store();
        this.table = plan.table();
        this.checkpointId = checkpointId;
        this.epoch = epoch;
        this.dropsLate = plan.dropsLate();
    }

    @Override
    public void call(Dataset<Row> tiles, Long batch) {
        WriterToken token = new WriterToken(epoch, batch);
        BatchTimes times = checkpoint.times(batch);
        times.attach(tiles.sparkSession().sparkContext());
        store.beginBatch(table, token);
        BatchSummary sum = BatchSummary.empty(batch);
        for (byte[] part : tiles.mapPartitions(new WriteTiles(address, table, token), Encoders.BINARY())
                .collectAsList()) {
            sum = sum.plus(BatchSummary.decode(part));
        }
        DeadLetterFile.removeAbove(deadLetters, batch, sum.part());
        long now = Micros.of(clock.instant());
        store.finishBatch(table, token, progress(sum, times, now));
        if (now - EXPIRY_PERIOD_MICROS >= lastExpiryMicros) {
            store.expire(table, now);
            lastExpiryMicros = now;
        }
    }

    private StreamProgress progress(BatchSummary sum, BatchTimes times, long now) {
        Optional<StreamProgress> before = store.progress(table);
        StreamProgress known =
                before.orElse(new StreamProgress(checkpointId, -1, Long.MIN_VALUE, Long.MIN_VALUE, now, 0, 0, 0, 0));
        if (known.batch() >= times.batch()) {
            // The batch was finished before; it counts once.
            return known;
        }
        return new StreamProgress(
                checkpointId,
                times.batch(),
                Math.max(known.latestEventMicros(), sum.latestEventMicros()),
                dropsLate && times.watermarkMicros() > 0 ? times.watermarkMicros() : Long.MIN_VALUE,
                now,
                known.rows() + sum.rows(),
                known.late() + sum.late(),
                known.dead() + sum.dead(),
                known.tiles() + sum.tiles());
    }
}
