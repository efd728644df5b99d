/**
 * From a request for features to the values of its answer, in the order parse → plan → read → roll up: a
 * {@link io.tesela.core.retrieval.ServicePlan} is prepared once for each service of a registry snapshot,
 * {@link io.tesela.core.retrieval.EntityRow} holds the checked join keys of a request, and
 * {@link io.tesela.core.retrieval.Retrieval} reads the tiles and rolls them up.
 */
@NullMarked
package io.tesela.core.retrieval;

import org.jspecify.annotations.NullMarked;
