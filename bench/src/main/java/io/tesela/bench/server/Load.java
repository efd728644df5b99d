package io.tesela.bench.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends requests over some connections for some time, either each as soon as the one before is answered, or at a fixed
 * rate.
 *
 * <p>At a fixed rate, a request that has to wait because its connection still waits for an answer counts from the time
 * when it should have been sent: a slow server can't hide by slowing the load down. A request whose connection was free
 * counts from when it was sent, so that the sleep of the generator isn't taken for the server's.
 */
final class Load {
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    /** @param errors answers other than 200 */
    record Result(Histogram nanos, long errors, double seconds) {
        double perSecond() {
            return nanos.getTotalCount() / seconds;
        }

        double micros(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e3;
        }
    }

    private final int port;
    private final List<byte[]> requests;
    private final int connections;

    Load(int port, List<byte[]> requests, int connections) {
        this.port = port;
        this.requests = requests;
        this.connections = connections;
    }

    /** As many requests as are answered. */
    Result closedLoop(Duration duration) {
        return run(0, duration);
    }

    Result atRate(double requestsPerSecond, Duration duration) {
        return run(Math.round(1e9 * connections / requestsPerSecond), duration);
    }

    /** @param intervalNanos between the requests of one connection, 0 for none */
    private Result run(long intervalNanos, Duration duration) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime() + 10_000_000;
        List<Callable<Result>> tasks = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            int number = c;
            long first = start + intervalNanos * c / connections;
            tasks.add(() -> oneConnection(number, first, intervalNanos, duration.toNanos()));
        }
        try {
            Histogram all = new Histogram(HIGHEST_NANOS, 3);
            long errors = 0;
            for (Future<Result> part : threads.invokeAll(tasks)) {
                all.add(part.get().nanos());
                errors += part.get().errors();
            }
            return new Result(all, errors, (System.nanoTime() - start) / 1e9);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("The load run failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Result oneConnection(int number, long first, long interval, long duration) throws IOException {
        Histogram nanos = new Histogram(HIGHEST_NANOS, 3);
        long errors = 0;
        try (LoadConnection connection = LoadConnection.open(port)) {
            long intended = first;
            for (int i = number; intended - first < duration; i += connections) {
                boolean free = System.nanoTime() < intended;
                waitUntil(intended);
                long sent = interval == 0 || free ? System.nanoTime() : intended;
                if (connection.exchange(requests.get(i % requests.size())) != 200) {
                    errors++;
                }
                long answered = System.nanoTime();
                nanos.recordValue(Math.min(answered - sent, HIGHEST_NANOS));
                intended = interval == 0 ? answered : intended + interval;
            }
        }
        return new Result(nanos, errors, 0);
    }

    private static void waitUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
