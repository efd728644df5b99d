package io.tesela.core.aggregation;

import io.tesela.definition.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A HyperLogLog sketch over 64-bit hashes. As long as they are few, the hashes themselves are kept, cut to 25 bits and
 * the rank of the rest: the estimate of a few values is then nearly exact. Then one byte per register.
 */
final class DistinctSketch implements VariablePartial {
    private static final int SPARSE = 0;
    private static final int DENSE = 1;
    private static final int SPARSE_PRECISION = 25;
    private static final int RANK_BITS = 6;
    private static final int RANK_MASK = (1 << RANK_BITS) - 1;
    private static final int SPARSE_RANK = Long.SIZE - SPARSE_PRECISION + 1;
    private static final int SMALLEST_TABLE = 16;

    private final DataType type;
    private final int precision;
    /** The most entries that are kept before the sketch becomes dense: then they would take as much room. */
    private final int limit;
    /** A hash table of entries, {@code 25-bit index << 6 | rank}, 0 where free; its size is a power of two. */
    private int[] table = new int[SMALLEST_TABLE];

    private int entries;
    private byte @Nullable [] registers;

    DistinctSketch(DataType type, int precision) {
        this.type = type;
        this.precision = precision;
        this.limit = (1 << precision) / Integer.BYTES;
    }

    @Override
    public void reset() {
        registers = null;
        if (entries > 0) {
            Arrays.fill(table, 0);
            entries = 0;
        }
    }

    @Override
    public void add(long eventTimeMicros, EventValues values, int column) {
        long hash = type == DataType.STRING
                ? XxHash64.hash(values.stringValue(column).getBytes(StandardCharsets.UTF_8))
                : XxHash64.hash(values.longValue(column));
        if (registers != null) {
            int rank = Long.numberOfLeadingZeros(hash << precision | 1L << (precision - 1)) + 1;
            raise(registers, (int) (hash >>> (Long.SIZE - precision)), rank);
        } else {
            int rank = Long.numberOfLeadingZeros(hash << SPARSE_PRECISION | 1L << (SPARSE_PRECISION - 1)) + 1;
            addEntry((int) (hash >>> (Long.SIZE - SPARSE_PRECISION)) << RANK_BITS | rank);
        }
    }

    private static void raise(byte[] registers, int index, int rank) {
        if (rank > registers[index]) {
            registers[index] = (byte) rank;
        }
    }

    private void addEntry(int entry) {
        if (registers != null) {
            fold(registers, entry);
            return;
        }
        int at = find(table, entry);
        if (table[at] != 0) {
            table[at] = Math.max(table[at], entry);
        } else if (entries == limit) {
            fold(densify(), entry);
        } else {
            table[at] = entry;
            entries++;
            if (entries * 2 > table.length) {
                grow();
            }
        }
    }

    /** Where the entry with the same index stands, or has its free place. */
    private static int find(int[] table, int entry) {
        int mask = table.length - 1;
        int at = ((entry >>> RANK_BITS) * 0x9E3779B1) >>> 15 & mask;
        while (table[at] != 0 && (table[at] ^ entry) >>> RANK_BITS != 0) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        for (int entry : table) {
            if (entry != 0) {
                larger[find(larger, entry)] = entry;
            }
        }
        table = larger;
    }

    private byte[] densify() {
        byte[] dense = new byte[1 << precision];
        for (int entry : table) {
            if (entry != 0) {
                fold(dense, entry);
            }
        }
        Arrays.fill(table, 0);
        entries = 0;
        registers = dense;
        return dense;
    }

    /** Puts an entry into its register: the index bits beyond the precision belong to the rank. */
    private void fold(byte[] dense, int entry) {
        int index = entry >>> RANK_BITS;
        int extra = SPARSE_PRECISION - precision;
        int low = index & ((1 << extra) - 1);
        int rank =
                low == 0 ? extra + (entry & RANK_MASK) : Integer.numberOfLeadingZeros(low) - (Integer.SIZE - extra) + 1;
        raise(dense, index >>> extra, rank);
    }

    @Override
    public void merge(byte[] bytes, int offset, int length) {
        int form = bytes[offset];
        int size = length - 1;
        if (form == SPARSE && size % Integer.BYTES == 0 && size / Integer.BYTES <= limit) {
            for (int at = offset + 1; at < offset + length; at += Integer.BYTES) {
                addEntry(checked((int) TileFormat.INT.get(bytes, at)));
            }
        } else if (form == DENSE && size == 1 << precision) {
            mergeRegisters(bytes, offset + 1);
        } else {
            throw new TileFormatException("a sketch of distinct values has the form " + form + " and " + length
                    + " bytes, with the precision " + precision);
        }
    }

    private static int checked(int entry) {
        int rank = entry & RANK_MASK;
        if (entry < 0 || rank == 0 || rank > SPARSE_RANK) {
            throw new TileFormatException("a sketch of distinct values has the entry " + entry);
        }
        return entry;
    }

    private void mergeRegisters(byte[] bytes, int from) {
        byte[] dense = registers == null ? densify() : registers;
        int greatest = 0;
        for (int i = 0; i < dense.length; i++) {
            byte rank = bytes[from + i];
            greatest |= rank;
            dense[i] = (byte) Math.max(dense[i], rank);
        }
        if ((greatest & ~0x7F) != 0) {
            throw new TileFormatException("a sketch of distinct values has a negative register");
        }
    }

    @Override
    public void merge(VariablePartial other) {
        DistinctSketch that = (DistinctSketch) other;
        if (that.registers != null) {
            mergeRegisters(that.registers, 0);
            return;
        }
        for (int entry : that.table) {
            if (entry != 0) {
                addEntry(entry);
            }
        }
    }

    @Override
    public byte[] encode() {
        if (registers != null) {
            byte[] bytes = new byte[1 + registers.length];
            bytes[0] = DENSE;
            System.arraycopy(registers, 0, bytes, 1, registers.length);
            return bytes;
        }
        if (entries == 0) {
            return new byte[0];
        }
        int[] sorted = Arrays.stream(table).filter(entry -> entry != 0).sorted().toArray();
        byte[] bytes = new byte[1 + sorted.length * Integer.BYTES];
        bytes[0] = SPARSE;
        for (int i = 0; i < sorted.length; i++) {
            TileFormat.INT.set(bytes, 1 + i * Integer.BYTES, sorted[i]);
        }
        return bytes;
    }

    /** The estimated number of distinct values. */
    long estimate() {
        if (registers == null) {
            double cells = 1 << SPARSE_PRECISION;
            return Math.round(-cells * Math.log1p(-entries / cells));
        }
        return Math.round(estimate(registers, Long.SIZE - precision));
    }

    /**
     * The improved estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017),
     * algorithm 6: without bias over the whole range, and without tables.
     */
    private static double estimate(byte[] registers, int greatestRank) {
        int[] histogram = new int[greatestRank + 2];
        for (byte rank : registers) {
            histogram[Math.min(rank, greatestRank + 1)]++;
        }
        double m = registers.length;
        double z = m * tau(1 - histogram[greatestRank + 1] / m);
        for (int k = greatestRank; k >= 1; k--) {
            z = 0.5 * (z + histogram[k]);
        }
        z += m * sigma(histogram[0] / m);
        return m * m / (2 * Math.log(2) * z);
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        double previous;
        do {
            x *= x;
            previous = z;
            z += x * y;
            y += y;
        } while (z != previous);
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        double previous;
        do {
            x = Math.sqrt(x);
            previous = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != previous);
        return z / 3;
    }
}
