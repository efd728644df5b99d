/** Everything that runs on Apache Spark. {@link io.tesela.spark.SparkSessions} builds the session it runs in. */
@NullMarked
package io.tesela.spark;

import org.jspecify.annotations.NullMarked;
