package io.tesela.store.embedded;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.TableFacts;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a table is and where its tiles are: time is cut into periods, and each period that holds tiles has one of a
 * fixed number of databases. Immutable; each change has a higher version, so that readers notice it.
 */
final class TableLayout {
    /** More periods than databases share some; that only happens if tiles are far apart in time. */
    static final int DATABASES = 32;

    private static final byte ENCODING = 1;
    private static final byte DROPPED = 1;
    private static final byte FINEST_LEVEL = 0;
    private static final int HEADER_BYTES = Long.BYTES + 2 + 3 * Long.BYTES + Integer.BYTES;
    private static final int PERIOD_BYTES = 1 + Long.BYTES + 1;
    private static final long SHORTEST_PERIOD_MICROS = 3_600_000_000L;
    private static final int PERIODS_PER_RETENTION = 4;

    private final long version;
    private final TableFacts facts;
    private final long periodMicros;
    private final boolean dropped;
    /** Ascending numbers of the periods that have a database. */
    private final long[] periods;

    private final byte[] databases;

    private TableLayout(
            long version, TableFacts facts, long periodMicros, boolean dropped, long[] periods, byte[] databases) {
        this.version = version;
        this.facts = facts;
        this.periodMicros = periodMicros;
        this.dropped = dropped;
        this.periods = periods;
        this.databases = databases;
    }

    /**
     * The layout of a new table. A quarter of the retention in a period makes five periods of a read, and keeps a tile
     * by a quarter longer than it must be.
     */
    static TableLayout create(TableFacts facts) {
        long hours = facts.retentionMicros() / PERIODS_PER_RETENTION / SHORTEST_PERIOD_MICROS + 1;
        return new TableLayout(1, facts, hours * SHORTEST_PERIOD_MICROS, false, new long[0], new byte[0]);
    }

    TableLayout withFacts(TableFacts changed) {
        return new TableLayout(version + 1, changed, periodMicros, dropped, periods, databases);
    }

    TableLayout asDropped() {
        return new TableLayout(version + 1, facts, periodMicros, true, new long[0], new byte[0]);
    }

    /** This layout with a database for the period, if it has none: a free one, else that of a neighbour. */
    TableLayout withPeriod(long period) {
        int found = Arrays.binarySearch(periods, period);
        if (found >= 0) {
            return this;
        }
        int at = -found - 1;
        long[] morePeriods = new long[periods.length + 1];
        byte[] moreDatabases = new byte[periods.length + 1];
        System.arraycopy(periods, 0, morePeriods, 0, at);
        System.arraycopy(periods, at, morePeriods, at + 1, periods.length - at);
        System.arraycopy(databases, 0, moreDatabases, 0, at);
        System.arraycopy(databases, at, moreDatabases, at + 1, periods.length - at);
        morePeriods[at] = period;
        int free = freeDatabase();
        moreDatabases[at] = free >= 0 ? (byte) free : databases[Math.max(0, at - 1)];
        return new TableLayout(version + 1, facts, periodMicros, dropped, morePeriods, moreDatabases);
    }

    /** This layout without the periods that hold no tile from {@code keptFromMicros} on. */
    TableLayout keptFrom(long keptFromMicros) {
        int gone = 0;
        while (gone < periods.length && endMicros(gone) <= keptFromMicros) {
            gone++;
        }
        if (gone == 0) {
            return this;
        }
        return new TableLayout(
                version + 1,
                facts,
                periodMicros,
                dropped,
                Arrays.copyOfRange(periods, gone, periods.length),
                Arrays.copyOfRange(databases, gone, periods.length));
    }

    long version() {
        return version;
    }

    TableFacts facts() {
        return facts;
    }

    boolean isDropped() {
        return dropped;
    }

    /** The number of the period of a tile. */
    long period(long tileStartMicros) {
        return Math.floorDiv(tileStartMicros, periodMicros);
    }

    int size() {
        return periods.length;
    }

    /** The position of the first period that does not end before {@code micros}. */
    int firstNotBefore(long micros) {
        int found = Arrays.binarySearch(periods, period(micros));
        return found >= 0 ? found : -found - 1;
    }

    /** The first start of a tile in the period at this position. */
    long startMicros(int position) {
        long period = periods[position];
        return period == period(Long.MIN_VALUE) ? Long.MIN_VALUE : period * periodMicros;
    }

    /** The end of the starts in the period at this position, exclusive. */
    long endMicros(int position) {
        long period = periods[position];
        return period == period(Long.MAX_VALUE) ? Long.MAX_VALUE : (period + 1) * periodMicros;
    }

    /** The number of the database of the period at this position. */
    int database(int position) {
        return databases[position];
    }

    /** The number of the period's database; the period must have one. */
    int databaseOf(long period) {
        return databases[Arrays.binarySearch(periods, period)];
    }

    boolean uses(int database) {
        for (byte used : databases) {
            if (used == database) {
                return true;
            }
        }
        return false;
    }

    private int freeDatabase() {
        for (int database = 0; database < DATABASES; database++) {
            if (!uses(database)) {
                return database;
            }
        }
        return -1;
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + periods.length * PERIOD_BYTES);
        out.putLong(version).put(ENCODING).put(dropped ? DROPPED : 0);
        out.putLong(facts.intervalMicros()).putLong(facts.retentionMicros()).putLong(periodMicros);
        out.putInt(periods.length);
        for (int i = 0; i < periods.length; i++) {
            out.put(FINEST_LEVEL).putLong(periods[i]).put(databases[i]);
        }
        return out.array();
    }

    /** The version of an encoded layout, without decoding the rest. */
    static long version(ByteBuffer in) {
        return in.getLong(in.position());
    }

    static TableLayout decode(ByteBuffer in) {
        long version = in.getLong();
        byte encoding = in.get();
        if (encoding != ENCODING) {
            throw new TeselaException(
                    ErrorCode.INCOMPATIBLE_STATE,
                    "A table of the online store has a layout of encoding " + encoding + "; expected " + ENCODING);
        }
        boolean dropped = in.get() == DROPPED;
        TableFacts facts = new TableFacts(in.getLong(), in.getLong());
        long periodMicros = in.getLong();
        int size = in.getInt();
        long[] periods = new long[size];
        byte[] databases = new byte[size];
        for (int i = 0; i < size; i++) {
            in.get();
            periods[i] = in.getLong();
            databases[i] = in.get();
        }
        return new TableLayout(version, facts, periodMicros, dropped, periods, databases);
    }
}
