package io.tesela.core.retrieval;

import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.FeatureValue.Status;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.retrieval.RetrievalOptions.NullCounts;
import io.tesela.core.store.EntityKey;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reads of one request, of all its rows and views, and the roll-ups that take what they find. */
final class ReadPlan implements TileSink {
    private final List<ViewPlan> views;
    private final int rowCount;
    private final List<TileRead> reads = new ArrayList<>();
    /** The roll-up of each read. */
    private final List<RollUp.Run> readRuns = new ArrayList<>();
    /** The roll-up of each (row, view), null where the view has no leading edge yet. */
    private final RollUp.@Nullable Run[] runs;

    private long bytesRead;

    /** @param edges for each view its leading edge, or {@link LeadingEdges#NONE} */
    ReadPlan(List<ViewPlan> views, List<EntityRow> rows, long[] edges) {
        this.views = views;
        this.rowCount = rows.size();
        this.runs = new RollUp.@Nullable Run[rowCount * views.size()];
        int next = 0;
        for (EntityRow row : rows) {
            for (int v = 0; v < edges.length; v++) {
                runs[next++] = edges[v] == LeadingEdges.NONE ? null : start(views.get(v), row, edges[v]);
            }
        }
    }

    private RollUp.Run start(ViewPlan view, EntityRow row, long edge) {
        RollUp.Run run = view.rollUp().at(edge);
        List<Object> key = row.keyOf(view.keyPositions());
        if (key != null) {
            byte[] entity = EntityKey.encode(view.joinKeys(), key);
            reads.add(new TileRead(view.table(), entity, view.rollUp().reach(edge)));
            readRuns.add(run);
        }
        return run;
    }

    List<TileRead> reads() {
        return reads;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void tile(int read, long tileStartMicros, byte[] bytes, int offset, int length) {
        bytesRead += length;
        readRuns.get(read).tile(tileStartMicros, bytes, offset, length);
    }

    /** The values of all rows; called once, after the read. */
    List<FeatureVector> finish(int featureCount, NullCounts nullCounts) {
        List<FeatureVector> rows = new ArrayList<>(rowCount);
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            FeatureValue[] values = new FeatureValue[featureCount];
            int filled = 0;
            for (ViewPlan view : views) {
                FeatureValue[] part = finish(view, runs[next++], nullCounts);
                System.arraycopy(part, 0, values, filled, part.length);
                filled += part.length;
            }
            rows.add(new FeatureVector(values));
        }
        return rows;
    }

    private static FeatureValue[] finish(ViewPlan view, RollUp.@Nullable Run run, NullCounts nullCounts) {
        FeatureValue[] values;
        if (run == null) {
            values = new FeatureValue[view.features().size()];
            Arrays.fill(values, new FeatureValue(null, Status.MISSING_DATA, LeadingEdges.NONE));
        } else {
            values = run.finish();
        }
        if (nullCounts == NullCounts.COERCE_TO_ZERO) {
            view.counts().apply(values);
        }
        return values;
    }
}
