package io.tesela.core.retrieval;

import java.util.List;

/**
 * The answer to a request.
 *
 * @param rows in the order of the request's rows
 * @param storeNanos how long the read took, merging the tiles as they came included
 * @param storeBytes the size of the tiles that were read
 */
public record RetrievalResult(List<FeatureVector> rows, long storeNanos, long storeBytes) {}
