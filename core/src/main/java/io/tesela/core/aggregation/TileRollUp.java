package io.tesela.core.aggregation;

import io.tesela.core.time.TimeRange;

/** Rolls up the tiles of a {@link TileLayout} by a {@link RollUpPlan}. */
final class TileRollUp implements RollUp {
    private final TileLayout layout;
    private final RollUpPlan plan;

    TileRollUp(TileLayout layout, RollUpPlan plan) {
        this.layout = layout;
        this.plan = plan;
    }

    @Override
    public TimeRange reach(long leadingEdgeMicros) {
        long[] cuts = plan.cuts();
        if (cuts.length == 0) {
            return plan.rule().tileStarts(new TimeRange(0, 0), leadingEdgeMicros);
        }
        return plan.rule().tileStarts(new TimeRange(cuts[0], cuts[cuts.length - 1]), leadingEdgeMicros);
    }

    @Override
    public Run at(long leadingEdgeMicros) {
        return new TileRun(layout, plan, leadingEdgeMicros);
    }
}
