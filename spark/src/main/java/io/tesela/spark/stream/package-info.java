/**
 * The stream job: one Structured Streaming query that keeps a view's tiles in the online store fresh. Start with
 * {@link io.tesela.spark.stream.StreamJob}; the stages of the query are {@code DecodeRecords}, the user's SQL,
 * {@code CleanRows}, {@code MergeTiles} and {@code TileSinkBatch}.
 */
@NullMarked
package io.tesela.spark.stream;

import org.jspecify.annotations.NullMarked;
