package io.tesela.server.wire;

import io.tesela.core.retrieval.RetrievalOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as its body says it, not yet checked against a service.
 *
 * @param workspace null if the body does not say it
 * @param service null if the body does not say it
 * @param rows one for get-features, any number for get-features-batch, none for metadata
 */
public record FeaturesRequest(
        @Nullable String workspace,
        @Nullable String service,
        List<Row> rows,
        Set<MetadataOption> metadataOptions,
        RetrievalOptions retrievalOptions) {
    /** A request without a body. */
    public static final FeaturesRequest NOTHING_SAID =
            new FeaturesRequest(null, null, List.of(), Set.of(), RetrievalOptions.DEFAULT);

    /** What a body has to hold. */
    public enum Shape {
        /** {@code joinKeyMap} for one row. */
        GET_FEATURES,
        /** {@code requestData} with a list of rows. */
        GET_FEATURES_BATCH,
        /** Nothing but names. */
        METADATA
    }

    /** What an answer's {@code metadata} may hold. */
    public enum MetadataOption {
        NAMES,
        DATA_TYPES,
        EFFECTIVE_TIMES,
        SLO_INFO,
        SERVING_STATUS,
        FEATURE_DESCRIPTIONS,
        FEATURE_TAGS
    }

    /** @param joinKeys request key → String, Long, BigInteger, Double, Boolean or null */
    public record Row(Map<String, @Nullable Object> joinKeys) {}
}
