package io.tesela.core.registry;

import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.util.List;

/** Finds out what a view's transformation gives, without reading any data. */
@FunctionalInterface
public interface TransformationAnalyzer {
    /** What the analysis gave: the output columns if it could be done, and what is wrong. */
    record Analysis(Schema output, List<Problem> problems) {}

    Analysis analyze(StreamFeatureView view);
}
