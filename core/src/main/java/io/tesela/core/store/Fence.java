package io.tesela.core.store;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import org.jspecify.annotations.Nullable;

/**
 * Who may write to a table: the rule that every store applies to what it holds, in the same transaction as the write.
 *
 * @param epoch of the last claim
 * @param owner of the last claim
 * @param batch the last one that was begun in the epoch, {@link #NOTHING_BEGUN} before the first
 */
public record Fence(long epoch, String owner, long batch) {
    public static final long NOTHING_BEGUN = Long.MIN_VALUE;

    /** The fence after a claim of a table that has this one, or none if it is new. */
    public static Fence claimed(@Nullable Fence before, String owner) {
        return new Fence(before == null ? 1 : Math.addExact(before.epoch, 1), owner, NOTHING_BEGUN);
    }

    /**
     * The fence after the batch has begun.
     *
     * @param held what the store holds, null if nobody has claimed the table
     * @throws TeselaException with code FENCED
     */
    public static Fence begun(TileTable table, @Nullable Fence held, WriterToken token) {
        Fence fence = checkedEpoch(table, held, token);
        if (token.batch() < fence.batch) {
            throw laterBatch(table, fence, token);
        }
        return token.batch() == fence.batch ? fence : new Fence(fence.epoch, fence.owner, token.batch());
    }

    /**
     * Refuses a write that does not belong to the current batch.
     *
     * @param held what the store holds, null if nobody has claimed the table
     * @throws TeselaException with code FENCED, or INVALID_ARGUMENT for a batch that was not begun
     */
    public static void checkWrite(TileTable table, @Nullable Fence held, WriterToken token) {
        Fence fence = checkedEpoch(table, held, token);
        if (token.batch() < fence.batch) {
            throw laterBatch(table, fence, token);
        }
        if (token.batch() > fence.batch) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot write batch " + token.batch() + " of view '" + table.view()
                            + "' to the online store: it was not begun");
        }
    }

    private static Fence checkedEpoch(TileTable table, @Nullable Fence held, WriterToken token) {
        if (held == null) {
            throw fenced(table, token, "the table was dropped, or never claimed");
        }
        if (token.epoch() < held.epoch) {
            throw fenced(table, token, "'" + held.owner + "' has taken over with epoch " + held.epoch);
        }
        if (token.epoch() > held.epoch) {
            throw fenced(
                    table,
                    token,
                    "the table was dropped since; its epoch is " + held.epoch + " of '" + held.owner + "'");
        }
        return held;
    }

    private static TeselaException laterBatch(TileTable table, Fence fence, WriterToken token) {
        return fenced(table, token, "batch " + fence.batch + " of '" + fence.owner + "' has begun since");
    }

    private static TeselaException fenced(TileTable table, WriterToken token, String why) {
        return new TeselaException(
                ErrorCode.FENCED,
                "The online store refuses the writer of view '" + table.view() + "' with epoch " + token.epoch()
                        + ", batch " + token.batch() + ": " + why);
    }
}
