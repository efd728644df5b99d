package io.tesela.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The use of a view in a feature service.
 *
 * @param features the chosen features, or an empty list for all of them
 * @param joinKeyNames the view's join key → the name under which requests give it; keys that keep their name are absent
 */
public record FeatureSelection(StreamFeatureView view, List<String> features, Map<String, String> joinKeyNames)
        implements Selectable {
    public FeatureSelection {
        features = List.copyOf(features);
        joinKeyNames = Map.copyOf(joinKeyNames);
    }

    @Override
    public FeatureSelection selection() {
        return this;
    }

    /** Lets requests give the view's {@code joinKey} under the name {@code requestKey}. */
    public FeatureSelection joinKey(String joinKey, String requestKey) {
        Map<String, String> more = new LinkedHashMap<>(joinKeyNames);
        more.put(joinKey, requestKey);
        return new FeatureSelection(view, features, more);
    }
}
