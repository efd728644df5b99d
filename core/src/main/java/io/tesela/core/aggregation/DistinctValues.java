package io.tesela.core.aggregation;

import io.tesela.core.aggregation.RankedValues.End;
import io.tesela.definition.DataType;
import java.util.HashSet;
import java.util.Set;

/** The n distinct values that occurred first or last, each with the time when it did. */
final class DistinctValues implements VariablePartial {
    private static final int FEW = 32;

    private final End end;
    private final int n;
    private TimedValues entries;

    DistinctValues(DataType type, End end, int n) {
        this.end = end;
        this.n = n;
        this.entries = new TimedValues(type, true);
    }

    TimedValues entries() {
        return entries;
    }

    @Override
    public void reset() {
        entries.clear();
    }

    @Override
    public void add(long eventTimeMicros, EventValues values, int column) {
        entries.stage(eventTimeMicros, values, column);
        int same = entries.to - 1;
        while (same >= entries.from && !entries.sameValue(same, entries, entries.to)) {
            same--;
        }
        if (same >= entries.from) {
            int order = Long.compare(eventTimeMicros, entries.times[same]);
            if (end == End.LAST ? order <= 0 : order >= 0) {
                return;
            }
            entries.remove(same);
        }
        int index = entries.to;
        while (index > entries.from && entries.compare(index - 1, entries.to) > 0) {
            index--;
        }
        entries.insertStaged(index);
        if (entries.size() > n) {
            entries.remove(end == End.LAST ? entries.from : entries.to - 1);
        }
    }

    @Override
    public void merge(byte[] bytes, int offset, int length) {
        settle(entries.stage(bytes, offset, length));
    }

    @Override
    public void merge(VariablePartial other) {
        settle(entries.stage(((DistinctValues) other).entries));
    }

    /** Takes in the entries that are staged, which are in order: the best ones of both lists, each value once. */
    private void settle(int count) {
        if (count > n) {
            throw new TileFormatException("a list of " + n + " distinct values has " + count);
        }
        TimedValues merged = entries.another();
        Set<Object> seen = entries.size() + count > FEW ? new HashSet<>() : Set.of();
        int i = end == End.LAST ? entries.to - 1 : entries.from;
        int j = end == End.LAST ? entries.to + count - 1 : entries.to;
        int left = entries.size();
        int right = count;
        int step = end == End.LAST ? -1 : 1;
        while (left + right > 0 && merged.size() < n) {
            boolean takeLeft = right == 0 || (left > 0 && entries.compare(i, j) * step <= 0);
            int next = takeLeft ? i : j;
            if (entries.size() + count > FEW ? seen.add(entries.key(next)) : isNew(merged, next)) {
                merged.append(entries, next);
            }
            if (takeLeft) {
                i += step;
                left--;
            } else {
                j += step;
                right--;
            }
        }
        if (end == End.LAST) {
            merged.reverse();
        }
        entries = merged;
    }

    private boolean isNew(TimedValues merged, int index) {
        for (int i = merged.from; i < merged.to; i++) {
            if (merged.sameValue(i, entries, index)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] encode() {
        return entries.encode();
    }
}
