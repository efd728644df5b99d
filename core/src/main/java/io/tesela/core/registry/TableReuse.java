package io.tesela.core.registry;

import io.tesela.definition.FeatureNames;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a changed view can go on with the tiles it has.
 *
 * @param reasons why it can't; empty if it can
 */
record TableReuse(List<String> reasons) {
    static TableReuse of(AppliedView old, StreamFeatureView view, Schema output) {
        TileMeaning before = TileMeaning.of(old.view(), old.output());
        TileMeaning after = TileMeaning.of(view, output);
        List<String> reasons = new ArrayList<>();
        for (String part : after.differences(before)) {
            reasons.add(part + " changed");
        }
        // Tiles beyond the old reach have expired and can't be had back.
        AppliedView now = new AppliedView(view, old.tableId(), output);
        if (reasons.isEmpty() && now.table().retentionMicros() > old.table().retentionMicros()) {
            reasons.add("a window now reaches "
                    + FeatureNames.label(TileMeaning.reach(view)) + " back, and tiles were kept for windows of "
                    + FeatureNames.label(TileMeaning.reach(old.view())));
        }
        return new TableReuse(List.copyOf(reasons));
    }

    boolean isReused() {
        return reasons.isEmpty();
    }
}
