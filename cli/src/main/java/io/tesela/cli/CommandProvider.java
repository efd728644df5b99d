package io.tesela.cli;

/** Adds a verb to the command line; found through {@link java.util.ServiceLoader}. */
public interface CommandProvider {
    /** A new picocli command object with its name in the annotation. */
    Object command();
}
