/** Where events come from: reading Kafka topics and folders, checking them before a job starts, decoding records. */
@NullMarked
package io.tesela.spark.source;

import org.jspecify.annotations.NullMarked;
