package io.tesela.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.server.FeatureServerSettings.Execution;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides on which thread a request is answered, and refuses one when too many wait already.
 *
 * <p>On the event loops a request is not answered where it is read but put behind what the loop has read in the same
 * turn: so all that has come in is counted before any of it is answered, and an overload shows.
 */
final class Dispatcher implements AutoCloseable {
    private final Execution execution;
    private final int maxWaiting;
    private final ExecutorService workers;
    private final AtomicInteger waiting = new AtomicInteger();

    Dispatcher(FeatureServerSettings settings, ThreadFactory threads) {
        this.execution = settings.execution();
        this.maxWaiting = settings.maxWaitingRequests();
        this.workers = Executors.newFixedThreadPool(settings.workers(), threads);
    }

    /** For a request with one row. */
    Executor one(ServiceRequestContext context) {
        Executor executor =
                execution == Execution.EVENT_LOOPS ? context.eventLoop().withoutContext() : workers;
        return task -> submit(executor, task);
    }

    /** For a request with many rows, which would keep an event loop from all others for too long. */
    Executor many() {
        return task -> submit(workers, task);
    }

    private void submit(Executor executor, Runnable task) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            throw new TeselaException(
                    ErrorCode.OVERLOADED,
                    "The server is over its capacity: " + maxWaiting + " requests are waiting; ask again later");
        }
        executor.execute(() -> {
            waiting.decrementAndGet();
            task.run();
        });
    }

    /** How many requests have come in whose answer has not been begun. */
    int waiting() {
        return waiting.get();
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
