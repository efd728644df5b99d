package io.tesela.definition;

import java.io.Serializable;

/**
 * One feature of a view with aggregations: a function over a column in one window.
 *
 * @param name unique within the view; the online name is {@code view.name}
 */
public record Feature(String name, String column, AggregationFunction function, Window window)
        implements Serializable {}
