package io.tesela.core.store;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds about a table as it was claimed, and the rules that follow from it.
 *
 * @param intervalMicros the length of a tile; fixed by the first claim
 * @param retentionMicros how far before the leading edge a tile can still be asked for; grows with later claims
 */
public record TableFacts(long intervalMicros, long retentionMicros) {
    /**
     * The facts after a claim.
     *
     * @param held what the store holds, null if nobody has claimed the table
     * @throws TeselaException with code INCOMPATIBLE_STATE
     */
    public static TableFacts claimed(@Nullable TableFacts held, TileTable table) {
        if (held == null) {
            return new TableFacts(table.intervalMicros(), table.retentionMicros());
        }
        held.checkInterval(table);
        if (table.retentionMicros() < held.retentionMicros) {
            throw incompatible(table, "retention", held.retentionMicros, table.retentionMicros());
        }
        return new TableFacts(held.intervalMicros, table.retentionMicros());
    }

    /** @throws TeselaException with code INCOMPATIBLE_STATE if the store holds tiles of another length */
    public void checkInterval(TileTable table) {
        if (table.intervalMicros() != intervalMicros) {
            throw incompatible(table, "aggregation interval", intervalMicros, table.intervalMicros());
        }
    }

    /**
     * The start of the first tile that has to be kept, in other words: tiles that start before it have expired.
     *
     * @param table as the caller knows it: the longer of both retentions counts
     * @param progress what the table's last batch recorded, null if there was none
     */
    public long keptFromMicros(TileTable table, long nowMicros, @Nullable StreamProgress progress) {
        if (progress == null) {
            return Long.MIN_VALUE;
        }
        long edge = Math.min(nowMicros, progress.latestEventMicros());
        long reach = Math.addExact(Math.max(retentionMicros, table.retentionMicros()), intervalMicros);
        return edge < Long.MIN_VALUE + reach ? Long.MIN_VALUE : edge - reach;
    }

    private static TeselaException incompatible(TileTable table, String what, long held, long asked) {
        return new TeselaException(
                ErrorCode.INCOMPATIBLE_STATE,
                "The online store holds table " + table.id() + " of view '" + table.view() + "' with " + what + " "
                        + duration(held) + ", and is asked for " + duration(asked)
                        + ". Apply the view again, so that it gets a new table, or drop this one");
    }

    private static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
