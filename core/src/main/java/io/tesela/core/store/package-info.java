/** The online store as its writers and readers see it, and the encoding of entity keys. */
@NullMarked
package io.tesela.core.store;

import org.jspecify.annotations.NullMarked;
