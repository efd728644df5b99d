package io.tesela.definition;

/** Where the events of a {@link StreamSource} arrive as they happen. */
public sealed interface StreamConfig permits KafkaConfig, FileStreamConfig {}
