package io.tesela.core.store;

import java.util.List;
import java.util.Optional;

/**
 * Holds the tiles that answer requests. Safe for use by several threads; tiles are readable, in this and in other
 * processes, when the call that wrote them returns.
 *
 * <p>All writes are absolute values under a fence: they are refused with {@code FENCED} once a newer writer has claimed
 * the table or a later batch of the same writer has begun. So a writer that was paused can never lower a value.
 *
 * <p>A batch is {@link #beginBatch}, any number of {@link #write} calls, also from several threads, and
 * {@link #finishBatch}. It may be repeated as a whole, before or after it was finished, until a later one begins.
 *
 * <p>A table comes into being with its first {@link #claim}, which fixes its interval. Its retention may grow with a
 * later claim, which does not bring back what has expired. Every call throws
 * {@link io.tesela.core.error.TeselaException}, with code INCOMPATIBLE_STATE if the store holds the table with another
 * interval or is of a newer format, and with code UNAVAILABLE if the store cannot be reached or is full. To reads, a
 * table that nobody has claimed is empty.
 */
public interface OnlineStore extends AutoCloseable {
    /**
     * Makes the caller the table's only writer and fences every earlier one. Creates the table if there is none.
     *
     * @param owner says who writes, for the message that a fenced writer gets
     * @return the new epoch, higher than every earlier one of this table
     * @throws io.tesela.core.error.TeselaException with code INCOMPATIBLE_STATE also if the table's retention is
     *     shorter than the one in the store
     */
    long claim(TileTable table, String owner);

    /**
     * Begins a batch and fences the earlier ones of the same epoch. May be called again for the same batch.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED
     */
    void beginBatch(TileTable table, WriterToken token);

    /**
     * Writes tiles, each replacing the one of the same entity and start; of several in the list, the last one counts.
     * When this returns, they are readable and survive the death of any process; they survive the loss of power when
     * {@link #finishBatch} returns. After a failure some may be written, each of them whole, and the batch has to be
     * written again. Tiles that {@link #expire} would remove need not be taken.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED, or INVALID_ARGUMENT if the batch was not begun
     */
    void write(TileTable table, WriterToken token, List<TileWrite> tiles);

    /**
     * Records that all tiles of the batch are written. When this returns, they and {@code progress} survive the loss of
     * power.
     *
     * @throws io.tesela.core.error.TeselaException with code FENCED, or INVALID_ARGUMENT if the batch was not begun
     */
    void finishBatch(TileTable table, WriterToken token, StreamProgress progress);

    /** What the last finished batch recorded, or empty for a table in which none was. A claim does not change it. */
    Optional<StreamProgress> progress(TileTable table);

    /**
     * Reads the tiles of any number of entities and tables; a remote store answers in one round trip. The tiles of one
     * read come together and in ascending order of their start; in which order the reads come is not said. All reads of
     * one table see it at one instant.
     */
    void read(List<TileRead> reads, TileSink sink);

    /**
     * Removes tiles that no request can ask for any more: those whose end, plus the table's retention, lies before
     * {@code nowMicros} and before the latest event time in the table's progress. It may leave some for a later call,
     * but none that lies before these by another half of the retention and a day. Without progress it removes nothing.
     */
    void expire(TileTable table, long nowMicros);

    /** Removes everything that the table holds, its progress and epoch included; fences its writer. */
    void drop(TileTable table);

    /** Releases what this store holds. Its other methods may not be called any more. */
    @Override
    void close();
}
