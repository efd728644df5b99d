package io.tesela.core.retrieval;

import io.tesela.definition.DataType;
import java.util.Map;

/**
 * One feature of a service's answer.
 *
 * @param name {@code view.feature}
 * @param description of the feature's view, empty if there is none
 * @param tags of the feature's view
 */
public record ServiceFeature(String name, DataType type, String description, Map<String, String> tags) {
    public ServiceFeature {
        tags = Map.copyOf(tags);
    }
}
