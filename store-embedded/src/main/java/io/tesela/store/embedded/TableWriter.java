package io.tesela.store.embedded;

import io.tesela.core.store.Fence;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TableFacts;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The write transactions of one table. Each reads the fence itself, so that it holds whichever process has written it.
 *
 * <p>A commit writes its pages through to the disk, but not the page that names them (MDB_NOMETASYNC): it survives the
 * death of the process, and a loss of power at worst undoes it. {@code sync} makes it last.
 */
final class TableWriter {
    private final TableEnvironment environment;

    TableWriter(TableEnvironment environment) {
        this.environment = environment;
    }

    long claim(TileTable table, String owner) {
        environment.freeDeadReaders();
        try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
            TableLayout layout = Metadata.layout(environment.metadata(), txn);
            if (layout != null && layout.isDropped()) {
                throw new TableDroppedException();
            }
            TableFacts facts = TableFacts.claimed(layout == null ? null : layout.facts(), table);
            if (layout == null) {
                Metadata.put(environment.metadata(), txn, TableLayout.create(facts));
            } else if (!facts.equals(layout.facts())) {
                Metadata.put(environment.metadata(), txn, layout.withFacts(facts));
            }
            Fence fence = Fence.claimed(Metadata.fence(environment.metadata(), txn), owner);
            Metadata.put(environment.metadata(), txn, fence);
            txn.commit();
            environment.env().sync(true);
            return fence.epoch();
        } catch (LmdbException e) {
            throw environment.failure("claim", e);
        }
    }

    void beginBatch(TileTable table, WriterToken token) {
        try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
            layout(table, txn);
            Fence held = Metadata.fence(environment.metadata(), txn);
            Fence begun = Fence.begun(table, held, token);
            if (!begun.equals(held)) {
                Metadata.put(environment.metadata(), txn, begun);
                txn.commit();
            }
        } catch (LmdbException e) {
            throw environment.failure("write to", e);
        }
    }

    void write(TileTable table, WriterToken token, List<TileWrite> tiles) {
        int next = 0;
        do {
            WriteChunk chunk = WriteChunk.of(tiles, next);
            next += chunk.size();
            try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
                TableLayout layout = fencedLayout(table, token, txn);
                if (layout != null && chunk.size() > 0) {
                    TableLayout extended = chunk.extend(layout);
                    if (extended != layout) {
                        Metadata.put(environment.metadata(), txn, extended);
                    }
                    chunk.put(environment, txn, extended);
                    txn.commit();
                }
            } catch (LmdbException e) {
                throw environment.failure("write to", e);
            }
        } while (next < tiles.size());
    }

    void finishBatch(TileTable table, WriterToken token, StreamProgress progress) {
        try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
            fencedLayout(table, token, txn);
            Metadata.put(environment.metadata(), txn, progress);
            txn.commit();
            environment.env().sync(true);
        } catch (LmdbException e) {
            throw environment.failure("write to", e);
        }
    }

    void expire(TileTable table, long nowMicros) {
        environment.freeDeadReaders();
        if (!environment.hasExpired(table, nowMicros)) {
            return;
        }
        try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
            TableLayout layout = layout(table, txn);
            if (layout == null) {
                return;
            }
            StreamProgress progress = Metadata.progress(environment.metadata(), txn);
            TableLayout kept = layout.keptFrom(layout.facts().keptFromMicros(table, nowMicros, progress));
            for (int database = 0; database < TableLayout.DATABASES; database++) {
                if (layout.uses(database) && !kept.uses(database)) {
                    environment.database(database).drop(txn);
                }
            }
            Metadata.put(environment.metadata(), txn, kept);
            txn.commit();
        } catch (LmdbException e) {
            throw environment.failure("expire tiles of", e);
        }
    }

    /** Tells every process that has the table open that its files are about to go. */
    void markDropped() {
        Dbi<ByteBuffer> metadata = environment.metadata();
        try (Txn<ByteBuffer> txn = environment.env().txnWrite()) {
            TableLayout layout = Metadata.layout(metadata, txn);
            TableLayout known = layout == null ? TableLayout.create(new TableFacts(1, 1)) : layout;
            Metadata.put(metadata, txn, known.asDropped());
            txn.commit();
            environment.env().sync(true);
        } catch (LmdbException e) {
            throw environment.failure("drop", e);
        }
    }

    private @Nullable TableLayout fencedLayout(TileTable table, WriterToken token, Txn<ByteBuffer> txn) {
        TableLayout layout = layout(table, txn);
        Fence.checkWrite(table, Metadata.fence(environment.metadata(), txn), token);
        return layout;
    }

    private @Nullable TableLayout layout(TileTable table, Txn<ByteBuffer> txn) {
        TableLayout layout = Metadata.layout(environment.metadata(), txn);
        if (layout != null) {
            if (layout.isDropped()) {
                throw new TableDroppedException();
            }
            layout.facts().checkInterval(table);
        }
        return layout;
    }
}
