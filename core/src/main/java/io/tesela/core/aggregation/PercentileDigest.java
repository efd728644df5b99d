package io.tesela.core.aggregation;

import static io.tesela.core.aggregation.Words.LONG;

import io.tesela.definition.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A merging t-digest (T. Dunning and O. Ertl, "Computing extremely accurate quantiles using t-digests", 2019) with the
 * scale function k1. Means are kept as {@link OrderedLong}s. Merging only collects centroids, so the order of merges
 * does not matter; they are compressed when events fill the buffer and when the digest is encoded.
 */
final class PercentileDigest implements VariablePartial {
    private static final int HEADER = 3;
    private static final int BUFFERS = 8;

    private final DataType type;
    /** The scale's compression: about the number of centroids kept. */
    private final int compression;
    /** The most centroids that compressing leaves: those of the scale, and numbers that are not finite. */
    private final int limit;

    private long[] keys = new long[16];
    private long[] weights = new long[16];
    private int size;
    /** The first entries that are in order. */
    private int sorted;

    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    PercentileDigest(DataType type, int compression) {
        this.type = type;
        this.compression = compression;
        this.limit = compression + 4;
    }

    @Override
    public void reset() {
        size = 0;
        sorted = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
    }

    @Override
    public void add(long eventTimeMicros, EventValues values, int column) {
        double value = OrderedLong.isDouble(type) ? values.doubleValue(column) : values.longValue(column);
        if (size >= BUFFERS * compression) {
            compress();
        }
        append(OrderedLong.of(value + 0.0), 1);
    }

    private void append(long key, long weight) {
        reserve(1);
        keys[size] = key;
        weights[size] = weight;
        if (sorted == size && (size == 0 || !CentroidSort.isAfter(keys, weights, size - 1, size))) {
            sorted++;
        }
        size++;
        least = Math.min(least, key);
        greatest = Math.max(greatest, key);
    }

    private void reserve(int count) {
        if (size + count > keys.length) {
            int capacity = Math.max(2 * keys.length, size + count);
            keys = Arrays.copyOf(keys, capacity);
            weights = Arrays.copyOf(weights, capacity);
        }
    }

    @Override
    public void merge(byte[] bytes, int offset, int length) {
        int count = length < HEADER ? 0 : (bytes[offset] & 0xFF) | (bytes[offset + 1] & 0xFF) << Byte.SIZE;
        boolean weighted = count > 0 && bytes[offset + 2] == 1;
        int expected = HEADER + count * Long.BYTES * (weighted ? 2 : 1) + (weighted ? 2 * Long.BYTES : 0);
        if (count == 0 || count > limit || length != expected || (!weighted && bytes[offset + 2] != 0)) {
            throw new TileFormatException(
                    "a digest of " + count + " centroids has " + length + " bytes, with the precision " + compression);
        }
        int at = offset + HEADER;
        int weightsAt = at + count * Long.BYTES;
        for (int i = 0; i < count; i++) {
            long weight = weighted ? (long) LONG.get(bytes, weightsAt + i * Long.BYTES) : 1;
            if (weight <= 0) {
                throw new TileFormatException("a digest has a centroid of the weight " + weight);
            }
            append((long) LONG.get(bytes, at + i * Long.BYTES), weight);
        }
        if (weighted) {
            int end = offset + length;
            least = Math.min(least, (long) LONG.get(bytes, end - 2 * Long.BYTES));
            greatest = Math.max(greatest, (long) LONG.get(bytes, end - Long.BYTES));
        }
    }

    @Override
    public void merge(VariablePartial other) {
        PercentileDigest that = (PercentileDigest) other;
        that.sort();
        for (int i = 0; i < that.size; i++) {
            append(that.keys[i], that.weights[i]);
        }
        least = Math.min(least, that.least);
        greatest = Math.max(greatest, that.greatest);
    }

    @Override
    public byte[] encode() {
        if (size == 0) {
            return new byte[0];
        }
        sort();
        if (size > limit) {
            compress();
        }
        boolean weighted = !isUnweighted();
        byte[] bytes = new byte[HEADER + size * Long.BYTES * (weighted ? 2 : 1) + (weighted ? 2 * Long.BYTES : 0)];
        bytes[0] = (byte) size;
        bytes[1] = (byte) (size >>> Byte.SIZE);
        bytes[2] = (byte) (weighted ? 1 : 0);
        int at = HEADER;
        for (int i = 0; i < size; i++, at += Long.BYTES) {
            LONG.set(bytes, at, keys[i]);
        }
        if (weighted) {
            for (int i = 0; i < size; i++, at += Long.BYTES) {
                LONG.set(bytes, at, weights[i]);
            }
            LONG.set(bytes, at, least);
            LONG.set(bytes, at + Long.BYTES, greatest);
        }
        return bytes;
    }

    private boolean isUnweighted() {
        for (int i = 0; i < size; i++) {
            if (weights[i] != 1) {
                return false;
            }
        }
        return keys[0] == least && keys[size - 1] == greatest;
    }

    /** Merges neighbours as long as the scale allows: one centroid spans at most one unit of k1. */
    private void compress() {
        sort();
        double total = totalWeight();
        long done = 0;
        int last = 0;
        double limit = total * end(0);
        for (int i = 1; i < size; i++) {
            if (done + weights[last] + weights[i] <= limit && mergeable(keys[last], keys[i])) {
                long weight = weights[last] + weights[i];
                double share = weights[i] / (double) weight;
                double mean = OrderedLong.toDouble(keys[last]) * (1 - share) + OrderedLong.toDouble(keys[i]) * share;
                long key = keys[last] == keys[i] ? keys[i] : OrderedLong.of(mean + 0.0);
                keys[last] = Math.min(Math.max(key, keys[last]), keys[i]);
                weights[last] = weight;
            } else {
                done += weights[last];
                limit = total * end(done / total);
                last++;
                keys[last] = keys[i];
                weights[last] = weights[i];
            }
        }
        size = last + 1;
        sorted = 0;
        sort();
    }

    /** Numbers that are not finite have no mean with others. */
    private static boolean mergeable(long a, long b) {
        return a == b || (Double.isFinite(OrderedLong.toDouble(a)) && Double.isFinite(OrderedLong.toDouble(b)));
    }

    /** The greatest q to which a centroid may reach that starts at {@code q}: one unit of k1 further. */
    private double end(double q) {
        double unit = 2 * Math.PI / compression;
        double angle = StrictMath.asin(2 * Math.min(q, 1) - 1) + unit;
        return angle >= Math.PI / 2 ? 1 : (StrictMath.sin(angle) + 1) / 2;
    }

    private double totalWeight() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += weights[i];
        }
        return total;
    }

    /** Sorts by mean and weight; what digests of tiles give comes in ordered runs, which are merged. */
    private void sort() {
        if (sorted < size) {
            CentroidSort.sort(keys, weights, size);
            sorted = size;
        }
    }

    /** The estimated percentile, {@code p} between 0 and 1; null if there are no values. */
    @Nullable Double percentile(double p) {
        if (size == 0) {
            return null;
        }
        sort();
        double target = p * totalWeight();
        double before = 0;
        double left = 0;
        long leftKey = least;
        for (int i = 0; i < size; i++) {
            double center = before + weights[i] / 2.0;
            if (target < center) {
                return between(leftKey, keys[i], (target - left) / (center - left));
            }
            before += weights[i];
            left = center;
            leftKey = keys[i];
        }
        return between(leftKey, greatest, before == left ? 1 : (target - left) / (before - left));
    }

    private static double between(long left, long right, double share) {
        double a = OrderedLong.toDouble(left);
        double b = OrderedLong.toDouble(right);
        if (left == right || share <= 0) {
            return a;
        }
        if (share >= 1) {
            return b;
        }
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return share < 0.5 ? a : b;
        }
        return a * (1 - share) + b * share;
    }
}
