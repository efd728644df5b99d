package io.tesela.core.retrieval;

import io.tesela.definition.StreamFeatureView.AggregationLeadingEdge;
import org.jspecify.annotations.Nullable;

/**
 * What a request may ask of the computation.
 *
 * @param aggregationLeadingEdge where windows end, in place of what the views say; null for what the views say
 */
public record RetrievalOptions(@Nullable AggregationLeadingEdge aggregationLeadingEdge, NullCounts nullCounts) {
    public static final RetrievalOptions DEFAULT = new RetrievalOptions(null, NullCounts.KEEP);

    /** What becomes of a count whose window held no row. */
    public enum NullCounts {
        KEEP,
        /** It is 0; its status still says that there was no row. */
        COERCE_TO_ZERO
    }
}
