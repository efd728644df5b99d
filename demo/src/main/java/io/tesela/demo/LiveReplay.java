package io.tesela.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Sends each edit when its time has come, in a thread of its own, until it is closed. */
final class LiveReplay implements AutoCloseable {
    private final Replayer replayer;
    private final Iterator<TimedEdit> future;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "live-edits");
    private volatile @Nullable TimedEdit latest;
    private final AtomicLong count = new AtomicLong();

    private LiveReplay(Replayer replayer, Iterator<TimedEdit> future, InstantSource clock) {
        this.replayer = replayer;
        this.future = future;
        this.clock = clock;
    }

    /** @param future ascending by time */
    static LiveReplay start(Replayer replayer, Iterator<TimedEdit> future, InstantSource clock) {
        LiveReplay replay = new LiveReplay(replayer, future, clock);
        replay.thread.setDaemon(true);
        replay.thread.start();
        return replay;
    }

    /** The latest edit sent, or null before the first. */
    @Nullable TimedEdit latest() {
        return latest;
    }

    /** How many edits were sent. */
    long count() {
        return count.get();
    }

    private void run() {
        try {
            while (future.hasNext()) {
                TimedEdit edit = future.next();
                if (closedBefore(edit.time())) {
                    return;
                }
                replayer.send(edit);
                latest = edit;
                count.incrementAndGet();
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closedBefore(Instant time) throws InterruptedException {
        long millis = Duration.between(clock.instant(), time).toMillis();
        return closed.await(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** Stops and waits for the thread. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
