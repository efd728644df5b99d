/** From a request for features to the reads it needs and the values it gets. */
@NullMarked
package io.tesela.core.retrieval;

import org.jspecify.annotations.NullMarked;
