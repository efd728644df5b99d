/** Tests. */
@NullMarked
package io.tesela.spark.source;

import org.jspecify.annotations.NullMarked;
