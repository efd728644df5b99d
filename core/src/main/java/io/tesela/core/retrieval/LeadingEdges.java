package io.tesela.core.retrieval;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.definition.StreamFeatureView.AggregationLeadingEdge;
import org.jspecify.annotations.Nullable;

/** Where the windows of a view's features end (W4). */
final class LeadingEdges {
    /** The edge of a view that goes by its latest event and has processed none. */
    static final long NONE = Long.MIN_VALUE;

    private LeadingEdges() {}

    static long of(ViewPlan view, @Nullable AggregationLeadingEdge asked, long nowMicros, OnlineStore store) {
        AggregationLeadingEdge edge = asked == null ? view.leadingEdge() : asked;
        return switch (edge) {
            case WALL_CLOCK_TIME -> nowMicros;
            case LATEST_EVENT_TIME ->
                store.progress(view.table())
                        .map(StreamProgress::latestEventMicros)
                        .orElse(NONE);
        };
    }
}
