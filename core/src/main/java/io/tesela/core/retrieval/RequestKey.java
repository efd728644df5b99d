package io.tesela.core.retrieval;

import io.tesela.definition.DataType;

/** A join key under the name by which requests to a service give it. */
public record RequestKey(String name, DataType type) {}
