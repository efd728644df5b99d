package io.tesela.definition;

/** What a feature service may be made of: a view, or a selection from one. */
public sealed interface Selectable permits FeatureSelection, StreamFeatureView {
    FeatureSelection selection();
}
