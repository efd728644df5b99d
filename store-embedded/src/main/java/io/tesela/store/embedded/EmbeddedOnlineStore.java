package io.tesela.store.embedded;

import io.tesela.core.store.Fence;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileSink;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A handle on a {@link StoreFolder}, which all handles of the process share. */
final class EmbeddedOnlineStore implements OnlineStore {
    private final StoreFolder folder;
    private final AtomicBoolean closed = new AtomicBoolean();

    EmbeddedOnlineStore(StoreFolder folder) {
        this.folder = folder;
    }

    @Override
    public long claim(TileTable table, String owner) {
        checkOpen();
        while (true) {
            TableEnvironment environment = folder.create(table);
            try {
                return environment.writer().claim(table, owner);
            } catch (TableDroppedException e) {
                folder.forget(environment);
            } finally {
                environment.release();
            }
        }
    }

    @Override
    public void beginBatch(TileTable table, WriterToken token) {
        inClaimedTable(table, token, environment -> environment.writer().beginBatch(table, token));
    }

    @Override
    public void write(TileTable table, WriterToken token, List<TileWrite> tiles) {
        inClaimedTable(table, token, environment -> environment.writer().write(table, token, tiles));
    }

    @Override
    public void finishBatch(TileTable table, WriterToken token, StreamProgress progress) {
        inClaimedTable(table, token, environment -> environment.writer().finishBatch(table, token, progress));
    }

    @Override
    public Optional<StreamProgress> progress(TileTable table) {
        AtomicReference<@Nullable StreamProgress> progress = new AtomicReference<>();
        inTable(table, environment -> progress.set(environment.progress(table)));
        return Optional.ofNullable(progress.get());
    }

    @Override
    public void read(List<TileRead> reads, TileSink sink) {
        for (int i = 0; i < reads.size(); i++) {
            TileTable table = reads.get(i).table();
            if (firstOf(reads, table.id()) == i) {
                int first = i;
                inTable(table, environment -> environment.read(reads, first, sink));
            }
        }
    }

    @Override
    public void expire(TileTable table, long nowMicros) {
        inTable(table, environment -> environment.writer().expire(table, nowMicros));
    }

    @Override
    public void drop(TileTable table) {
        checkOpen();
        folder.drop(table);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            folder.release();
        }
    }

    private void inClaimedTable(TileTable table, WriterToken token, Consumer<TableEnvironment> action) {
        if (!inTable(table, action)) {
            Fence.checkWrite(table, null, token);
        }
    }

    /** Does nothing and returns false if there is no such table. */
    private boolean inTable(TileTable table, Consumer<TableEnvironment> action) {
        checkOpen();
        while (true) {
            TableEnvironment environment = folder.find(table.id());
            if (environment == null) {
                return false;
            }
            try {
                action.accept(environment);
                return true;
            } catch (TableDroppedException e) {
                folder.forget(environment);
            } finally {
                environment.release();
            }
        }
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("This handle on an online store is closed");
        }
    }

    private static int firstOf(List<TileRead> reads, int table) {
        for (int i = 0; i < reads.size(); i++) {
            if (reads.get(i).table().id() == table) {
                return i;
            }
        }
        return -1;
    }
}
