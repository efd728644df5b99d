package io.tesela.definition;

import java.util.List;

/**
 * What a folder of definitions applies. An applied repository is what its services reach.
 *
 * <p>An implementation is public and has a public constructor without parameters.
 */
public interface FeatureRepository {
    List<FeatureService> services();
}
