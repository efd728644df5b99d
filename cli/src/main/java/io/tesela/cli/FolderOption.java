package io.tesela.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says which feature repository a verb works on. */
final class FolderOption {
    @Option(
            names = {"-C", "--repository"},
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "The feature repository's folder (default: the current one).")
    private Path folder = Path.of(".");

    Path folder() {
        return folder;
    }

    Installation installation() {
        return new Installation(Settings.of(folder));
    }
}
