package io.tesela.core.aggregation;

import io.tesela.core.aggregation.FeatureValue.Status;
import io.tesela.core.aggregation.RollUpPlan.Close;
import io.tesela.core.aggregation.RollUpPlan.Group;
import io.tesela.core.aggregation.RollUpPlan.Output;
import io.tesela.core.aggregation.RollUpPlan.Segment;
import io.tesela.core.time.TimeRange;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** One computation by a {@link RollUpPlan}. */
final class TileRun implements RollUp.Run {
    private final TileLayout layout;
    private final RollUpPlan plan;
    private final long leadingEdge;
    private final long windowEnd;
    private final int mark;
    private final int fixedLength;
    private final int slotCount;
    private final int wordCount;

    /** The words of all segments, one after the other. */
    private final long[] words;
    /** The partials of variable size of all segments; null where no tile has come yet. */
    private final @Nullable VariablePartial[] states;

    private final boolean[] rows;

    /** The segment that the last tile fell into, and where it starts and ends. */
    private int segment;

    private long segmentStart;
    private long segmentEnd;

    TileRun(TileLayout layout, RollUpPlan plan, long leadingEdge) {
        this.layout = layout;
        this.plan = plan;
        this.leadingEdge = leadingEdge;
        this.windowEnd = plan.rule().windowEnd(leadingEdge);
        this.mark = layout.mark();
        this.fixedLength = layout.fixedLength();
        this.slotCount = layout.variable().size();
        this.wordCount = layout.neutral().length;
        int segments = plan.segments().length;
        this.words = new long[segments * wordCount];
        for (int s = 0; s < segments; s++) {
            System.arraycopy(layout.neutral(), 0, words, s * wordCount, wordCount);
        }
        this.states = new VariablePartial[segments * slotCount];
        this.rows = new boolean[segments];
        locate(windowEnd);
    }

    @Override
    public void tile(long tileStartMicros, byte[] bytes, int offset, int length) {
        if (tileStartMicros < segmentStart || tileStartMicros >= segmentEnd) {
            locate(tileStartMicros);
        }
        int s = segment;
        if (s < 0 || !TileFormat.hasRows(bytes, offset, length, mark, fixedLength)) {
            return;
        }
        Segment needs = plan.segments()[s];
        Tail.check(bytes, offset, length, fixedLength, slotCount);
        rows[s] = true;
        Words.merge(needs.program(), words, s * wordCount, bytes, offset + TileFormat.HEADER);
        if (needs.slots().length > 0) {
            mergeTail(needs.slots(), s * slotCount, bytes, offset + fixedLength);
        }
    }

    /** Finds the segment for a tile; -1 if no window covers it. */
    private void locate(long tileStart) {
        long[] cuts = plan.cuts();
        int found = Arrays.binarySearch(cuts, tileStart - windowEnd);
        int s = found >= 0 ? found : -found - 2;
        if (s < 0 || s >= plan.segments().length) {
            segment = -1;
            segmentStart = 0;
            segmentEnd = 0;
        } else {
            segment = plan.segments()[s].covered() ? s : -1;
            segmentStart = windowEnd + cuts[s];
            segmentEnd = windowEnd + cuts[s + 1];
        }
    }

    private void mergeTail(int[] slots, int base, byte[] bytes, int from) {
        int at = from;
        int slot = 0;
        for (int wanted : slots) {
            for (; slot < wanted; slot++) {
                at += Integer.BYTES + (int) TileFormat.INT.get(bytes, at);
            }
            int size = (int) TileFormat.INT.get(bytes, at);
            if (size > 0) {
                VariablePartial state = states[base + wanted];
                if (state == null) {
                    state = layout.create(wanted);
                    states[base + wanted] = state;
                }
                state.merge(bytes, at + Integer.BYTES, size);
            }
        }
    }

    @Override
    public FeatureValue[] finish() {
        Output[] outputs = plan.outputs();
        FeatureValue[] features = new FeatureValue[outputs.length];
        @Nullable Object[][] series = new Object[outputs.length][];
        Status[] status = new Status[outputs.length];
        Arrays.fill(status, Status.MISSING_DATA);
        for (int f = 0; f < outputs.length; f++) {
            series[f] = new Object[Math.abs(outputs[f].elements())];
        }
        for (Group group : plan.groups()) {
            close(group, series, status);
        }
        for (int f = 0; f < outputs.length; f++) {
            Object value = null;
            if (outputs[f].elements() < 0) {
                value = series[f][0];
            } else if (status[f] != Status.MISSING_DATA) {
                value = Collections.unmodifiableList(Arrays.asList(series[f]));
            }
            TimeRange span = outputs[f].lastSpan();
            features[f] = new FeatureValue(value, status[f], plan.rule().effectiveTime(span, leadingEdge));
        }
        return features;
    }

    /** Sums the segments from the newest to the oldest, and takes the value of each window where it starts. */
    private void close(Group group, @Nullable Object[][] series, Status[] status) {
        long[] sum = layout.neutral().clone();
        @Nullable VariablePartial[] sumStates = new VariablePartial[slotCount];
        boolean any = false;
        int s = group.endCut();
        for (Close close : group.closes()) {
            while (s > close.startCut()) {
                s--;
                if (rows[s]) {
                    any = true;
                    Words.merge(group.program(), sum, words, s * wordCount);
                    mergeStates(group.slots(), sumStates, s * slotCount);
                }
            }
            if (any) {
                Object value = plan.outputs()[close.output()].result().of(sum, sumStates);
                boolean overflow = value == FeatureResult.OVERFLOW;
                series[close.output()][close.element()] = overflow ? null : value;
                if (overflow) {
                    status[close.output()] = Status.OVERFLOW;
                } else if (status[close.output()] != Status.OVERFLOW) {
                    status[close.output()] = Status.PRESENT;
                }
            }
        }
    }

    private void mergeStates(int[] slots, @Nullable VariablePartial[] sums, int base) {
        for (int slot : slots) {
            VariablePartial state = states[base + slot];
            if (state != null) {
                VariablePartial sum = sums[slot];
                if (sum == null) {
                    sum = layout.create(slot);
                    sums[slot] = sum;
                }
                sum.merge(state);
            }
        }
    }
}
