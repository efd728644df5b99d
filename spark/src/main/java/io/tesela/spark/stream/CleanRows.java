package io.tesela.spark.stream;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import io.tesela.core.aggregation.TileLayout;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.EntityKey;
import io.tesela.core.time.Micros;
import io.tesela.definition.DataType;
import io.tesela.spark.transformation.SqlTransformation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of the user's SQL; buries those without a join key or a plausible timestamp and those on which the SQL
 * failed, counts and drops the late ones, and aggregates the rest by tile and entity. The last row that a partition gives
 * is its {@link BatchSummary}.
 */
final class CleanRows implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    /** What this stage gives. */
    static final StructType OUTPUT = new StructType()
            .add("micros", DataTypes.LongType, false)
            .add("entity", DataTypes.BinaryType, false)
            .add("tile", DataTypes.BinaryType, false);

    private final JobPlan plan;

    CleanRows(JobPlan plan) {
        this.plan = plan;
    }

    /** The columns this stage takes, in its order: time, record, join keys, then those that are aggregated. */
    static Dataset<Row> inputColumns(JobPlan plan, Dataset<Row> transformed) {
        List<Column> columns = new ArrayList<>();
        columns.add(unix_micros(col(quoted(plan.timestampField()))).as("c0"));
        columns.add(col(SqlTransformation.RECORD).as("c1"));
        for (io.tesela.definition.Column key : plan.joinKeys()) {
            columns.add(col(quoted(key.name())).as("c" + columns.size()));
        }
        for (io.tesela.definition.Column column : plan.layout().columns().columns()) {
            Column value = col(quoted(column.name()));
            columns.add((column.type() == DataType.TIMESTAMP ? unix_micros(value) : value).as("c" + columns.size()));
        }
        return transformed.select(columns.toArray(new Column[0]));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Tiles(rows, TaskRecords.current());
    }

    private final class Tiles implements Iterator<Row> {
        private static final int TIME = 0;
        private static final int RECORD = 1;
        private static final int FIRST_KEY = 2;

        private final Iterator<Row> input;
        private final TaskRecords records;
        private final TileLayout layout = plan.layout();
        private final PartialTiles tiles = new PartialTiles(layout);
        private final int keys = plan.joinKeys().size();
        private final RowValues values = new RowValues(FIRST_KEY + keys);
        private final long interval = plan.table().intervalMicros();
        private final long watermark;
        private final long latestAllowed;
        private PartialTiles.@Nullable Drain drain;
        private long late;
        private long latestEvent = Long.MIN_VALUE;
        private long failedRecord = -1;
        private boolean exhausted;
        private boolean summarized;

        Tiles(Iterator<Row> input, TaskRecords records) {
            this.input = input;
            this.records = records;
            this.watermark = records.times().watermarkMicros();
            this.latestAllowed = records.times().nowMicros() + plan.futureToleranceMicros();
        }

        @Override
        public boolean hasNext() {
            while (true) {
                if (drain != null) {
                    if (drain.hasNext()) {
                        return true;
                    }
                    drain = null;
                }
                if (exhausted) {
                    return !summarized;
                }
                fill();
                drain = tiles.drain();
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (drain != null) {
                PartialTiles.PartialTile tile = drain.next();
                return RowFactory.create(tile.latestMicros(), tile.entity(), tile.tile());
            }
            summarized = true;
            BatchSummary summary = records.finish(late, latestEvent);
            // The watermark's own instant is neither late nor can it move the watermark.
            long when = plan.dropsLate() ? watermark : 0;
            return RowFactory.create(when, BatchSummary.key(summary.part()), summary.encode());
        }

        private void fill() {
            while (!tiles.isFull()) {
                Row row = read();
                if (row == null) {
                    exhausted = true;
                    return;
                }
                take(row);
            }
        }

        /** The next row on which the SQL did not fail. */
        private @Nullable Row read() {
            while (true) {
                try {
                    return input.hasNext() ? input.next() : null;
                } catch (TaskKilledException e) {
                    throw e;
                } catch (RuntimeException e) {
                    if (records.hasSourceFailed() || records.taken() == failedRecord || records.taken() == 0) {
                        throw e;
                    }
                    failedRecord = records.taken();
                    records.bury("the SQL failed: " + firstSentence(e));
                }
            }
        }

        private void take(Row row) {
            records.verify(row.getLong(RECORD));
            if (row.isNullAt(TIME)) {
                records.bury(plan.timestampLabel() + " is null");
                return;
            }
            long time = row.getLong(TIME);
            if (time > latestAllowed) {
                records.bury(plan.timestampLabel() + " is " + Micros.toInstant(time)
                        + ", more than the future tolerance of " + plan.futureToleranceMicros() / Micros.PER_SECOND
                        + " s past the wall clock");
                return;
            }
            byte[] entity = entity(row);
            if (entity == null) {
                return;
            }
            long tile = Math.floorDiv(time, interval);
            if (plan.dropsLate() && (tile + 1) * interval <= watermark) {
                late++;
                return;
            }
            latestEvent = Math.max(latestEvent, time);
            tiles.add(tile, entity, time, values.of(row));
        }

        private byte @Nullable [] entity(Row row) {
            List<Object> key = new ArrayList<>(keys);
            for (int i = 0; i < keys; i++) {
                Object value = row.get(FIRST_KEY + i);
                if (value == null) {
                    records.bury("join key '" + plan.joinKeys().get(i).name() + "' is null");
                    return null;
                }
                key.add(value);
            }
            try {
                return EntityKey.encode(plan.joinKeys(), key);
            } catch (TeselaException e) {
                records.bury(String.valueOf(e.getMessage()));
                return null;
            }
        }

        private String firstSentence(RuntimeException failure) {
            String line =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            int end = line.indexOf(". ");
            return end < 0 ? line : line.substring(0, end);
        }
    }
}
