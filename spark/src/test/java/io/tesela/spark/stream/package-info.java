/** Tests. */
@NullMarked
package io.tesela.spark.stream;

import org.jspecify.annotations.NullMarked;
