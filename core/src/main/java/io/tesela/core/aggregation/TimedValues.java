package io.tesela.core.aggregation;

import static io.tesela.core.aggregation.Words.LONG;

import io.tesela.definition.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values with their event times, ascending by time and, at one time, by value: longs, or byte arrays in unsigned order.
 * Where times are left out they are all 0, and the order is that of the values.
 */
final class TimedValues {
    private static final int HEADER = Short.BYTES;
    private static final int SMALLEST_CAPACITY = 16;
    private static final long[] NO_LONGS = {};
    private static final byte[][] NO_BYTES = {};

    private final DataType type;
    private final boolean hasLongs;
    private final boolean hasTimes;
    long[] times = NO_LONGS;
    private long[] longs = NO_LONGS;
    private byte[][] bytes = NO_BYTES;
    /** The entries stand from {@code from}, inclusive, to {@code to}, exclusive. */
    int from;

    int to;

    TimedValues(DataType type, boolean hasTimes) {
        this.type = type;
        this.hasLongs = OrderedLong.holds(type);
        this.hasTimes = hasTimes;
    }

    /** Empty, for entries of the same type. */
    TimedValues another() {
        return new TimedValues(type, hasTimes);
    }

    int size() {
        return to - from;
    }

    void clear() {
        from = 0;
        to = 0;
    }

    /** Writes an event behind the last entry, without counting it as one. */
    void stage(long time, EventValues values, int column) {
        reserve(1);
        times[to] = hasTimes ? time : 0;
        if (hasLongs) {
            longs[to] = OrderedLong.read(type, values, column);
        } else {
            bytes[to] = OrderedBytes.read(type, values, column);
        }
    }

    /** Writes what is encoded behind the last entry, without counting it; returns how much that is. */
    int stage(byte[] encoded, int offset, int length) {
        int count = count(encoded, offset, length);
        reserve(count);
        int at = offset + HEADER;
        for (int i = to; i < to + count; i++) {
            times[i] = hasTimes ? (long) LONG.get(encoded, at) : 0;
            at += hasTimes ? Long.BYTES : 0;
        }
        if (hasLongs) {
            for (int i = to; i < to + count; i++) {
                longs[i] = (long) LONG.get(encoded, at);
                at += Long.BYTES;
            }
        } else {
            stageBytes(encoded, at, offset + length, count);
        }
        for (int i = to + 1; i < to + count; i++) {
            if (compare(i - 1, i) > 0) {
                throw new TileFormatException("a list of values is not in order");
            }
        }
        return count;
    }

    /** The number of encoded entries, at least one, after a check of the length. */
    private int count(byte[] encoded, int offset, int length) {
        int count = length < HEADER ? 0 : (encoded[offset] & 0xFF) | (encoded[offset + 1] & 0xFF) << 8;
        int entry = (hasTimes ? Long.BYTES : 0) + (hasLongs ? Long.BYTES : Integer.BYTES);
        int smallest = HEADER + count * entry;
        if (count == 0 || (hasLongs ? length != smallest : length < smallest)) {
            throw new TileFormatException("a list of " + count + " values has " + length + " bytes");
        }
        return count;
    }

    private void stageBytes(byte[] encoded, int lengthsAt, int end, int count) {
        int at = lengthsAt + count * Integer.BYTES;
        for (int i = 0; i < count; i++) {
            int size = (int) TileFormat.INT.get(encoded, lengthsAt + i * Integer.BYTES);
            if (size < 0 || size > end - at) {
                throw new TileFormatException(
                        "a value has the length " + size + " and " + (end - at) + " bytes are left");
            }
            bytes[to + i] = Arrays.copyOfRange(encoded, at, at + size);
            at += size;
        }
        if (at != end) {
            throw new TileFormatException((end - at) + " bytes follow a list of values");
        }
    }

    /** Writes the entries of another behind the last entry, without counting them; returns how many there are. */
    int stage(TimedValues other) {
        int count = other.size();
        reserve(count);
        System.arraycopy(other.times, other.from, times, to, count);
        if (hasLongs) {
            System.arraycopy(other.longs, other.from, longs, to, count);
        } else {
            System.arraycopy(other.bytes, other.from, bytes, to, count);
        }
        return count;
    }

    /** Writes one entry of another behind the last entry and counts it. */
    void append(TimedValues other, int index) {
        reserve(1);
        times[to] = other.times[index];
        if (hasLongs) {
            longs[to] = other.longs[index];
        } else {
            bytes[to] = other.bytes[index];
        }
        to++;
    }

    /** Moves the entry that stands at {@code to} down to {@code index}, and those from there on up by one. */
    void insertStaged(int index) {
        long time = times[to];
        System.arraycopy(times, index, times, index + 1, to - index);
        times[index] = time;
        if (hasLongs) {
            long value = longs[to];
            System.arraycopy(longs, index, longs, index + 1, to - index);
            longs[index] = value;
        } else {
            byte[] value = bytes[to];
            System.arraycopy(bytes, index, bytes, index + 1, to - index);
            bytes[index] = value;
        }
        to++;
    }

    /** Takes out an entry; what is staged behind the last one moves too. */
    void remove(int index) {
        int moved = to - index;
        System.arraycopy(times, index + 1, times, index, moved);
        if (hasLongs) {
            System.arraycopy(longs, index + 1, longs, index, moved);
        } else {
            System.arraycopy(bytes, index + 1, bytes, index, moved);
        }
        to--;
    }

    void reverse() {
        for (int i = from, j = to - 1; i < j; i++, j--) {
            long time = times[i];
            times[i] = times[j];
            times[j] = time;
            if (hasLongs) {
                long value = longs[i];
                longs[i] = longs[j];
                longs[j] = value;
            } else {
                byte[] value = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = value;
            }
        }
    }

    int compare(int i, int j) {
        int byTime = Long.compare(times[i], times[j]);
        if (byTime != 0) {
            return byTime;
        }
        return hasLongs ? Long.compare(longs[i], longs[j]) : Arrays.compareUnsigned(bytes[i], bytes[j]);
    }

    boolean sameValue(int i, TimedValues other, int j) {
        return hasLongs ? longs[i] == other.longs[j] : Arrays.equals(bytes[i], other.bytes[j]);
    }

    /** The value as a key of a hash table. */
    Object key(int i) {
        return hasLongs ? (Object) longs[i] : java.nio.ByteBuffer.wrap(bytes[i]);
    }

    Object value(int i) {
        return hasLongs ? OrderedLong.toValue(type, longs[i]) : OrderedBytes.toValue(type, bytes[i]);
    }

    /** All values, as {@link FeatureValue#value()} has an array. */
    List<Object> list() {
        Object[] list = new Object[size()];
        for (int i = 0; i < list.length; i++) {
            list[i] = value(from + i);
        }
        return List.of(list);
    }

    byte[] encode() {
        int count = size();
        if (count == 0) {
            return new byte[0];
        }
        int length = HEADER + count * ((hasTimes ? Long.BYTES : 0) + (hasLongs ? Long.BYTES : Integer.BYTES));
        int at = length;
        for (int i = from; !hasLongs && i < to; i++) {
            length += bytes[i].length;
        }
        byte[] encoded = new byte[length];
        encoded[0] = (byte) count;
        encoded[1] = (byte) (count >>> Byte.SIZE);
        int head = HEADER;
        for (int i = from; hasTimes && i < to; i++, head += Long.BYTES) {
            LONG.set(encoded, head, times[i]);
        }
        for (int i = from; i < to; i++) {
            if (hasLongs) {
                LONG.set(encoded, head, longs[i]);
                head += Long.BYTES;
            } else {
                TileFormat.INT.set(encoded, head, bytes[i].length);
                head += Integer.BYTES;
                System.arraycopy(bytes[i], 0, encoded, at, bytes[i].length);
                at += bytes[i].length;
            }
        }
        return encoded;
    }

    /** Makes room behind the last entry; entries may move. */
    private void reserve(int count) {
        if (to + count <= times.length) {
            return;
        }
        int size = size();
        int capacity = Math.max(SMALLEST_CAPACITY, 2 * (size + count));
        long[] newTimes = capacity > times.length ? new long[capacity] : times;
        System.arraycopy(times, from, newTimes, 0, size);
        times = newTimes;
        if (hasLongs) {
            long[] newLongs = capacity > longs.length ? new long[capacity] : longs;
            System.arraycopy(longs, from, newLongs, 0, size);
            longs = newLongs;
        } else {
            byte[][] newBytes = new byte[times.length][];
            System.arraycopy(bytes, from, newBytes, 0, size);
            bytes = newBytes;
        }
        from = 0;
        to = size;
    }

    @Nullable Object single() {
        return size() == 0 ? null : value(from);
    }
}
