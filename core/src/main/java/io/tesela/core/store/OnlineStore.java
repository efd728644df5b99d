package io.tesela.core.store;

import java.util.List;
import java.util.Optional;

/**
 * Holds the tiles that answer requests. Safe for use by several threads; tiles are readable, in this and in other
 * processes, when the call that wrote them returns.
 *
 * <p>All writes are absolute values under a fence: they are refused with {@code FENCED} once a newer writer has claimed
 * the table or a later batch of the same writer has begun. So a writer that was paused can never lower a value.
 */
public interface OnlineStore extends AutoCloseable {
    /**
     * Makes the caller the table's only writer and fences every earlier one.
     *
     * @param owner says who writes, for the message that a fenced writer gets
     * @return the new epoch, higher than every earlier one
     */
    long claim(TileTable table, String owner);

    /**
     * Begins a batch and fences the earlier ones of the same epoch. May be called again for the same batch.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED
     */
    void beginBatch(TileTable table, WriterToken token);

    /**
     * Writes tiles, each replacing the one of the same entity and start. All of them are durable when this returns;
     * after a failure some may be, and the batch has to be written again.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED
     */
    void write(TileTable table, WriterToken token, List<TileWrite> tiles);

    /**
     * Records that all tiles of the batch are written.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED
     */
    void finishBatch(TileTable table, WriterToken token, StreamProgress progress);

    /** What the last finished batch recorded, or empty for a table that no job has written to. */
    Optional<StreamProgress> progress(TileTable table);

    /** Reads the tiles of any number of entities and tables; a remote store answers in one round trip. */
    void read(List<TileRead> reads, TileSink sink);

    /**
     * Removes tiles that no request can ask for any more: those whose end, plus the table's retention, lies before
     * {@code nowMicros} and before the latest event time in the table's progress. It may leave some for a later call.
     */
    void expire(TileTable table, long nowMicros);

    /** Removes everything that the table holds, its progress and epoch included. */
    void drop(TileTable table);

    @Override
    void close();
}
