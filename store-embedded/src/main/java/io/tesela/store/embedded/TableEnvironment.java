package io.tesela.store.embedded;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileSink;
import io.tesela.core.store.TileTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;

/**
 * The LMDB environment of one table: a metadata database and {@link TableLayout#DATABASES} databases of tiles, all
 * created and opened with it, so that no handle ever appears or goes while others use it.
 *
 * <p>Its uses are counted; it is closed when it has been retired and its last use has ended.
 */
final class TableEnvironment {
    /** More than any process has threads that read one table at once. */
    private static final int MAX_READERS = 2048;

    private final int table;
    private final Path folder;
    private final Env<ByteBuffer> env;
    private final Dbi<ByteBuffer> metadata;
    private final List<Dbi<ByteBuffer>> databases;
    private final TableWriter writer;
    private final Deque<TableReader> idleReaders = new ConcurrentLinkedDeque<>();
    private final AtomicInteger uses = new AtomicInteger(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private TableEnvironment(
            int table, Path folder, Env<ByteBuffer> env, Dbi<ByteBuffer> metadata, List<Dbi<ByteBuffer>> databases) {
        this.table = table;
        this.folder = folder;
        this.env = env;
        this.metadata = metadata;
        this.databases = databases;
        this.writer = new TableWriter(this);
    }

    /** Creates the databases in an empty folder, or in one where that was interrupted. */
    static TableEnvironment create(int table, Path folder, long mapBytes) {
        Env<ByteBuffer> env = openEnv(folder, mapBytes);
        try (Txn<ByteBuffer> txn = env.txnWrite()) {
            for (int i = 0; i < TableLayout.DATABASES; i++) {
                env.openDbi(txn, name("tiles-" + i), null, false, DbiFlags.MDB_CREATE);
            }
            env.openDbi(txn, name("metadata"), null, false, DbiFlags.MDB_CREATE);
            txn.commit();
            env.sync(true);
        } catch (LmdbException e) {
            env.close();
            throw failure(folder, "create", e);
        }
        env.close();
        TableEnvironment created = open(table, folder, mapBytes);
        if (created == null) {
            throw new TeselaException(ErrorCode.INTERNAL, "The table in " + folder + " is gone as soon as created");
        }
        return created;
    }

    /** Opens what {@link #create} has made, or returns null if that was interrupted. */
    static @Nullable TableEnvironment open(int table, Path folder, long mapBytes) {
        Env<ByteBuffer> env = openEnv(folder, mapBytes);
        try (Txn<ByteBuffer> txn = env.txnRead()) {
            List<Dbi<ByteBuffer>> databases = new ArrayList<>();
            for (int i = 0; i < TableLayout.DATABASES; i++) {
                databases.add(env.openDbi(txn, name("tiles-" + i), null, false));
            }
            Dbi<ByteBuffer> metadata = env.openDbi(txn, name("metadata"), null, false);
            txn.commit();
            return new TableEnvironment(table, folder, env, metadata, List.copyOf(databases));
        } catch (Dbi.KeyNotFoundException e) {
            env.close();
            return null;
        } catch (LmdbException e) {
            env.close();
            throw failure(folder, "open", e);
        }
    }

    private static Env<ByteBuffer> openEnv(Path folder, long mapBytes) {
        try {
            return Env.create()
                    .setMapSize(mapBytes)
                    .setMaxDbs(TableLayout.DATABASES + 1)
                    .setMaxReaders(MAX_READERS)
                    .open(folder.toFile(), EnvFlags.MDB_NOTLS, EnvFlags.MDB_NOMETASYNC);
        } catch (LmdbException e) {
            throw failure(folder, "open", e);
        }
    }

    private static byte[] name(String database) {
        return database.getBytes(StandardCharsets.US_ASCII);
    }

    int table() {
        return table;
    }

    Env<ByteBuffer> env() {
        return env;
    }

    Dbi<ByteBuffer> metadata() {
        return metadata;
    }

    Dbi<ByteBuffer> database(int number) {
        return databases.get(number);
    }

    TableWriter writer() {
        return writer;
    }

    /** Counts a use; false if it is closed or about to be. */
    boolean acquire() {
        int now = uses.get();
        while (now > 0 && !uses.compareAndSet(now, now + 1)) {
            now = uses.get();
        }
        return now > 0;
    }

    void release() {
        if (uses.decrementAndGet() == 0) {
            for (TableReader reader : idleReaders) {
                reader.close();
            }
            env.close();
            closed.countDown();
        }
    }

    /** Ends the use that it was created with. */
    void retire() {
        release();
    }

    /** Retires it and waits until it is closed, so that the same files may be opened again. */
    void close() {
        retire();
        boolean interrupted = false;
        while (closed.getCount() > 0) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frees what processes hold that died while reading: their snapshots would keep pages from being used again. */
    void freeDeadReaders() {
        env.readerCheck();
    }

    boolean isDropped() {
        TableReader reader = reader();
        try {
            TableLayout layout = reader.begin();
            return layout != null && layout.isDropped();
        } finally {
            done(reader);
        }
    }

    @Nullable StreamProgress progress(TileTable asked) {
        TableReader reader = reader();
        try {
            TableLayout layout = begin(reader, asked);
            return layout == null ? null : reader.progress();
        } finally {
            done(reader);
        }
    }

    /** Whether {@link TableWriter#expire} would remove something, found out without keeping writers waiting. */
    boolean hasExpired(TileTable asked, long nowMicros) {
        TableReader reader = reader();
        try {
            TableLayout layout = begin(reader, asked);
            return layout != null
                    && layout.size() > 0
                    && layout.endMicros(0) <= layout.facts().keptFromMicros(asked, nowMicros, reader.progress());
        } finally {
            done(reader);
        }
    }

    /** Answers those of the reads, from number {@code first} on, that are of this table. */
    void read(List<TileRead> reads, int first, TileSink sink) {
        TableReader reader = reader();
        try {
            if (begin(reader, reads.get(first).table()) == null) {
                return;
            }
            for (int i = first; i < reads.size(); i++) {
                TileRead read = reads.get(i);
                if (read.table().id() == table) {
                    reader.read(i, read, sink);
                }
            }
        } catch (LmdbException e) {
            throw failure("read", e);
        } finally {
            done(reader);
        }
    }

    private static @Nullable TableLayout begin(TableReader reader, TileTable asked) {
        TableLayout layout = reader.begin();
        if (layout != null) {
            if (layout.isDropped()) {
                throw new TableDroppedException();
            }
            layout.facts().checkInterval(asked);
        }
        return layout;
    }

    private TableReader reader() {
        TableReader idle = idleReaders.pollFirst();
        if (idle != null) {
            return idle;
        }
        try {
            return new TableReader(this);
        } catch (Env.ReadersFullException e) {
            env.readerCheck();
            try {
                return new TableReader(this);
            } catch (LmdbException again) {
                throw failure("read", again);
            }
        } catch (LmdbException e) {
            throw failure("read", e);
        }
    }

    private void done(TableReader reader) {
        reader.end();
        idleReaders.addFirst(reader);
    }

    TeselaException failure(String verb, LmdbException cause) {
        return failure(folder, verb, cause);
    }

    private static TeselaException failure(Path folder, String verb, LmdbException cause) {
        if (cause instanceof Env.MapFullException) {
            return new TeselaException(
                    ErrorCode.UNAVAILABLE,
                    "Cannot " + verb + " the table in " + folder + ": it has reached the size that it may grow to."
                            + " Restart every process that uses the store with a larger ?mapSize= in its address",
                    cause);
        }
        if (cause instanceof Dbi.MapResizedException) {
            return new TeselaException(
                    ErrorCode.UNAVAILABLE,
                    "Cannot " + verb + " the table in " + folder + ": another process has let it grow beyond what this"
                            + " one may use. Give this one the same ?mapSize= in its address, and restart it",
                    cause);
        }
        boolean damaged = cause instanceof LmdbNativeException.PageCorruptedException
                || cause instanceof LmdbNativeException.PageNotFoundException
                || cause instanceof Env.FileInvalidException
                || cause instanceof Env.VersionMismatchException;
        return new TeselaException(
                damaged ? ErrorCode.INCOMPATIBLE_STATE : ErrorCode.UNAVAILABLE,
                "Cannot " + verb + " the table in " + folder + ": " + cause.getMessage()
                        + (damaged ? ". Drop the table and let its job fill it again" : ". Is the disk full?"),
                cause);
    }
}
