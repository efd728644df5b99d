/** A plain second opinion on features: computed from raw events, with no tiles and none of the product's code. */
@NullMarked
package io.tesela.testkit.oracle;

import org.jspecify.annotations.NullMarked;
