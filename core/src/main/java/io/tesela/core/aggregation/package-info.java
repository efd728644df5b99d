/** The algebra of partial aggregates: what a tile holds, how tiles merge, and what they add up to. */
@NullMarked
package io.tesela.core.aggregation;

import org.jspecify.annotations.NullMarked;
