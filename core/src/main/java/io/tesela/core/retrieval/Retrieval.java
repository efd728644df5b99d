package io.tesela.core.retrieval;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.time.Micros;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Answers requests from an online store. Safe for use by several threads. */
public final class Retrieval {
    /** The effective time of a feature whose windows have no end yet: its view has processed no event. */
    public static final long NO_EFFECTIVE_TIME = LeadingEdges.NONE;

    private final OnlineStore store;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param store stays the caller's to close
     * @param clock says what time it is, once for each request
     * @param nanoTime measures how long a read takes
     */
    public Retrieval(OnlineStore store, InstantSource clock, LongSupplier nanoTime) {
        this.store = store;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * The features of some entities at one instant, in one read of the store.
     *
     * @param rows from {@link ServicePlan#row} of the same plan
     */
    public RetrievalResult features(ServicePlan plan, List<EntityRow> rows, RetrievalOptions options) {
        long now = Micros.of(clock.instant());
        List<ViewPlan> views = plan.views();
        long[] edges = new long[views.size()];
        for (int v = 0; v < edges.length; v++) {
            edges[v] = LeadingEdges.of(views.get(v), options.aggregationLeadingEdge(), now, store);
        }
        ReadPlan readPlan = new ReadPlan(views, rows, edges);
        long started = nanoTime.getAsLong();
        if (!readPlan.reads().isEmpty()) {
            store.read(readPlan.reads(), readPlan);
        }
        long storeNanos = nanoTime.getAsLong() - started;
        List<FeatureVector> vectors = readPlan.finish(plan.features().size(), options.nullCounts());
        return new RetrievalResult(vectors, storeNanos, readPlan.bytesRead());
    }
}
