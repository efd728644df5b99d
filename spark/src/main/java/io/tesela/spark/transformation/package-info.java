/** The user's SQL: which of it is allowed, what it gives, and how it is applied to events. */
@NullMarked
package io.tesela.spark.transformation;

import org.jspecify.annotations.NullMarked;
