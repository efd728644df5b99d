package io.tesela.demo;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes things in the reverse of the order in which they were opened, each of them whatever becomes of the others. */
final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T one) {
        opened.push(one);
        return one;
    }

    /** @throws TeselaException if one of them could not be closed */
    @Override
    public synchronized void close() {
        Exception first = null;
        while (!opened.isEmpty()) {
            first = close(opened.pop(), first);
        }
        if (first != null) {
            throw new TeselaException(ErrorCode.INTERNAL, "The demo did not stop cleanly: " + first, first);
        }
    }

    /** Closes all because of a failure, which keeps its place as what went wrong. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (TeselaException second) {
            failure.addSuppressed(second);
        }
    }

    private static @Nullable Exception close(AutoCloseable one, @Nullable Exception first) {
        try {
            one.close();
            return first;
        } catch (Exception failure) {
            if (first != null) {
                first.addSuppressed(failure);
                return first;
            }
            return failure;
        }
    }
}
