package io.tesela.definition;

/** Where the history of a {@link StreamSource} is kept. */
public sealed interface BatchConfig permits FileConfig {}
