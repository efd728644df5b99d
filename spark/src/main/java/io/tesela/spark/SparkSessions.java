package io.tesela.spark;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Builds Spark sessions with the settings that Tesela's jobs rely on. */
public final class SparkSessions {
    private static final int MOST_SHUFFLE_PARTITIONS = 4;

    private SparkSessions() {}

    /**
     * A session that runs in this process, or the one that already does. The caller stops it.
     *
     * @param cores how many tasks run at once
     */
    public static SparkSession local(int cores) {
        SparkSession.Builder builder = SparkSession.builder()
                .appName("tesela")
                .master("local[" + cores + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.ui.showConsoleProgress", "false");
        settings(cores).forEach(builder::config);
        return builder.getOrCreate();
    }

    /**
     * A session of its own on the same Spark context, with Tesela's settings whatever those of {@code session} are, so
     * that a job cannot be broken by another job's or a user's settings.
     */
    public static SparkSession isolated(SparkSession session) {
        SparkSession own = session.newSession();
        int cores = ((org.apache.spark.sql.classic.SparkSession) session)
                .sparkContext()
                .defaultParallelism();
        settings(cores).forEach((key, value) -> own.conf().set(key, value));
        return own;
    }

    private static Map<String, String> settings(int cores) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.sql.ansi.enabled", "true");
        settings.put("spark.sql.caseSensitive", "true");
        settings.put("spark.sql.runSQLOnFiles", "false");
        settings.put("spark.sql.datetime.java8API.enabled", "true");
        settings.put("spark.sql.adaptive.enabled", "false");
        settings.put("spark.sql.shuffle.partitions", Integer.toString(Math.min(cores, MOST_SHUFFLE_PARTITIONS)));
        settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
        settings.put("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "1000000");
        settings.put(
                "spark.sql.streaming.stateStore.providerClass",
                "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
        settings.put("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true");
        settings.put(
                "spark.sql.streaming.checkpointFileManagerClass",
                "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager");
        // The job drops late rows by the batch's own watermark, so it needs no empty batch for the filter to catch up.
        settings.put("spark.sql.streaming.noDataMicroBatches.enabled", "false");
        return settings;
    }
}
