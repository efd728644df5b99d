package io.tesela.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;

import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.StreamSource;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;

/** Reads the records of a stream source, not decoded, each with its position. */
public final class StreamReader {
    /** The column of the record's bytes: BINARY, null for a record without a value. */
    public static final int VALUE = 0;
    /** The topic, or the file's path: STRING. */
    public static final int ORIGIN = 1;
    /** The partition of the topic, or the byte at which a split of the file begins: BIGINT. */
    public static final int PART = 2;
    /** The offset in the partition, or null for files, whose records are counted in order within the split: BIGINT. */
    public static final int POSITION = 3;
    /** When the record was written to Kafka, milliseconds since the epoch, or null: BIGINT. */
    public static final int RECORD_MILLIS = 4;

    private StreamReader() {}

    /** The records as a stream with the columns above. */
    public static Dataset<Row> open(SparkSession session, StreamSource source) {
        if (source.streamConfig() instanceof KafkaConfig kafka) {
            return kafka(session, kafka);
        }
        return files(session, (FileStreamConfig) source.streamConfig());
    }

    private static Dataset<Row> kafka(SparkSession session, KafkaConfig config) {
        DataStreamReader reader = session.readStream()
                .format("kafka")
                .option("failOnDataLoss", "true")
                .options(config.options())
                .option("kafka.bootstrap.servers", config.bootstrapServers())
                .option("subscribe", String.join(",", config.topics()))
                .option("startingOffsets", config.startingOffsets().name().toLowerCase(Locale.ROOT));
        if (config.maxOffsetsPerTrigger() > 0) {
            reader = reader.option("maxOffsetsPerTrigger", config.maxOffsetsPerTrigger());
        }
        return reader.load()
                .select(
                        col("value"),
                        col("topic").as("origin"),
                        col("partition").cast("bigint").as("part"),
                        col("offset").as("position"),
                        unix_millis(col("timestamp")).as("record_millis"));
    }

    private static Dataset<Row> files(SparkSession session, FileStreamConfig config) {
        DataStreamReader reader = session.readStream().format("text");
        if (config.maxFilesPerTrigger() > 0) {
            reader = reader.option("maxFilesPerTrigger", config.maxFilesPerTrigger());
        }
        return reader.load(config.folder())
                .select(
                        col("value").cast("binary"),
                        col("_metadata.file_path").as("origin"),
                        col("_metadata.file_block_start").as("part"),
                        lit(null).cast("bigint").as("position"),
                        lit(null).cast("bigint").as("record_millis"));
    }
}
