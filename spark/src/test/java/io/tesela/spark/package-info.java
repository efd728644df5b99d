/** Tests. */
@NullMarked
package io.tesela.spark;

import org.jspecify.annotations.NullMarked;
