package io.tesela.core.aggregation;

import io.tesela.definition.DataType;

/** The n first or the n last events, or values, as often as they occur. */
final class RankedValues implements VariablePartial {
    /** Which end of the order is kept. */
    enum End {
        FIRST,
        LAST
    }

    private final boolean timed;
    private final End end;
    private final int n;
    private final TimedValues entries;

    RankedValues(DataType type, boolean timed, End end, int n) {
        this.timed = timed;
        this.end = end;
        this.n = n;
        this.entries = new TimedValues(type, timed);
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
        if (timed && refuses(eventTimeMicros)) {
            return;
        }
        entries.stage(eventTimeMicros, values, column);
        int index = entries.to;
        while (index > entries.from && entries.compare(index - 1, entries.to) > 0) {
            index--;
        }
        entries.insertStaged(index);
        trim();
    }

    /** Whether an event at this time, or one on the far side of it, surely has no place. */
    private boolean refuses(long time) {
        if (entries.size() < n) {
            return false;
        }
        return end == End.LAST ? time < entries.times[entries.from] : time > entries.times[entries.to - 1];
    }

    @Override
    public void merge(byte[] bytes, int offset, int length) {
        settle(entries.stage(bytes, offset, length));
    }

    @Override
    public void merge(VariablePartial other) {
        TimedValues more = ((RankedValues) other).entries;
        if (more.size() > 0 && !refuses(end == End.LAST ? more.times[more.to - 1] : more.times[more.from])) {
            settle(entries.stage(more));
        }
    }

    /** Takes in the entries that are staged, which are in order. */
    private void settle(int count) {
        if (count > n) {
            throw new TileFormatException("a list of the " + n + " most extreme values has " + count);
        }
        if (entries.size() == 0 || entries.compare(entries.to - 1, entries.to) <= 0) {
            entries.to += count;
        } else {
            mergeStaged(count);
        }
        trim();
    }

    private void mergeStaged(int count) {
        TimedValues merged = entries.another();
        int i = entries.from;
        int j = entries.to;
        int iEnd = j;
        int jEnd = j + count;
        while (i < iEnd || j < jEnd) {
            boolean left = j == jEnd || (i < iEnd && entries.compare(i, j) <= 0);
            merged.append(entries, left ? i++ : j++);
        }
        entries.clear();
        entries.to = entries.stage(merged);
    }

    private void trim() {
        int excess = entries.size() - n;
        if (excess > 0 && end == End.LAST) {
            entries.from += excess;
        } else if (excess > 0) {
            entries.to -= excess;
        }
    }

    @Override
    public byte[] encode() {
        return entries.encode();
    }
}
