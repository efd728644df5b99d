package io.tesela.definition;

import java.io.Serializable;

/** A named, typed column of a source, of a transformation's output or of an entity's join keys. */
public record Column(String name, DataType type) implements Serializable {}
