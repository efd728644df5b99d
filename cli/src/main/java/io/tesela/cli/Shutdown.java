package io.tesela.cli;

import io.tesela.spark.ShutdownOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the hook asks the verb to end and lets the process go only when the
 * verb has closed what it opened, and this with it.
 */
final class Shutdown implements AutoCloseable {
    private static final long MOST_SECONDS_TO_END = 30;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable hook = this::await;

    Shutdown() {
        ShutdownOrder.beforeSpark(hook, MOST_SECONDS_TO_END + 1);
    }

    private void await() {
        asked.countDown();
        try {
            if (!done.await(MOST_SECONDS_TO_END, TimeUnit.SECONDS)) {
                System.err.println("tesela: not everything ended within " + MOST_SECONDS_TO_END + " s; leaving anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the wish to end, but at most this long. Returns whether it was uttered. */
    boolean wished(long milliseconds) throws InterruptedException {
        return asked.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        done.countDown();
        if (asked.getCount() > 0) {
            ShutdownOrder.forget(hook);
        }
    }
}
