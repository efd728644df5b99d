package io.tesela.core.retrieval;

import io.tesela.core.aggregation.FeatureValue;

/**
 * The features of one row of a request.
 *
 * @param values in the order of {@link ServicePlan#features()}; owned by the receiver
 */
public record FeatureVector(FeatureValue[] values) {}
