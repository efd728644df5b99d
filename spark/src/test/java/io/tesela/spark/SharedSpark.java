package io.tesela.spark;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM. */
public final class SharedSpark {
    private static final SparkSession SESSION = SparkSessions.local(2);

    private SharedSpark() {}

    public static SparkSession session() {
        return SESSION;
    }
}
