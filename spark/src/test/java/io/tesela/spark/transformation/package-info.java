/** Tests. */
@NullMarked
package io.tesela.spark.transformation;

import org.jspecify.annotations.NullMarked;
