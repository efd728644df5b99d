package io.tesela.core.retrieval;

import io.tesela.core.aggregation.FeatureTypes;
import io.tesela.core.aggregation.RollUp;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.TileTable;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamFeatureView.AggregationLeadingEdge;
import java.util.ArrayList;
import java.util.List;

/** What a service's requests read of one view, and how it is rolled up. */
final class ViewPlan {
    private final TileTable table;
    private final AggregationLeadingEdge leadingEdge;
    private final List<Column> joinKeys;
    private final int[] keyPositions;
    private final RollUp rollUp;
    private final CountCoercion counts;
    private final List<ServiceFeature> features;

    /**
     * @param features alphabetical
     * @param keyPositions for each of the view's join keys, its position among the service's request keys
     */
    ViewPlan(AppliedView applied, List<Feature> features, int[] keyPositions) {
        StreamFeatureView view = applied.view();
        this.table = applied.table();
        this.leadingEdge = view.aggregationLeadingEdge();
        this.joinKeys = view.joinKeys();
        this.keyPositions = keyPositions;
        this.rollUp = applied.tileLayout().rollUp(features, view.aggregationInterval(), view.leadingTile());
        this.counts = CountCoercion.of(features);
        this.features = serviceFeatures(applied, features);
    }

    private static List<ServiceFeature> serviceFeatures(AppliedView applied, List<Feature> features) {
        StreamFeatureView view = applied.view();
        List<ServiceFeature> described = new ArrayList<>(features.size());
        for (Feature feature : features) {
            String name = view.name() + "." + feature.name();
            described.add(new ServiceFeature(name, type(applied, feature), view.description(), view.tags()));
        }
        return List.copyOf(described);
    }

    private static DataType type(AppliedView applied, Feature feature) {
        return applied.output()
                .column(feature.column())
                .flatMap(column -> FeatureTypes.output(feature, column.type()))
                .orElseThrow(() -> new TeselaException(
                        ErrorCode.INVALID_DEFINITION,
                        "Feature '" + feature.name() + "' of view '"
                                + applied.view().name() + "' aggregates column '" + feature.column()
                                + "', which the view's transformation does not give in a type that "
                                + feature.function().label() + " takes; apply the repository again"));
    }

    TileTable table() {
        return table;
    }

    AggregationLeadingEdge leadingEdge() {
        return leadingEdge;
    }

    List<Column> joinKeys() {
        return joinKeys;
    }

    int[] keyPositions() {
        return keyPositions;
    }

    RollUp rollUp() {
        return rollUp;
    }

    CountCoercion counts() {
        return counts;
    }

    List<ServiceFeature> features() {
        return features;
    }
}
