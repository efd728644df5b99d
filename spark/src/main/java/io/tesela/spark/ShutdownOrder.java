package io.tesela.spark;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Lets a process end its jobs before Spark ends itself. Spark stops in a hook of Hadoop's manager as soon as the process
 * is asked to end; a hook of the JVM's own would run beside it, and jobs would fail instead of being stopped.
 */
public final class ShutdownOrder {
    /** Spark's own hooks have priorities below 100. */
    private static final int BEFORE_SPARK = 1_000;

    private ShutdownOrder() {}

    /** Runs {@code action} when the process is asked to end, before Spark stops, for so many seconds at the most. */
    public static void beforeSpark(Runnable action, long atMostSeconds) {
        ShutdownHookManager.get().addShutdownHook(action, BEFORE_SPARK, atMostSeconds, TimeUnit.SECONDS);
    }

    /** Takes an action back; without effect once the process is ending. */
    public static void forget(Runnable action) {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(action);
        }
    }
}
