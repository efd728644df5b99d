package io.tesela.definition;

/**
 * Events in files that appear in a folder: one JSON object a line. A file must appear at once, under its final name.
 *
 * @param maxFilesPerTrigger the most new files of one micro-batch, 0 for no limit
 */
public record FileStreamConfig(String folder, int maxFilesPerTrigger) implements StreamConfig {
    /** The JSON-lines files of a folder. */
    public static FileStreamConfig json(String folder) {
        return new FileStreamConfig(folder, 0);
    }

    public FileStreamConfig maxFilesPerTrigger(int files) {
        return new FileStreamConfig(folder, files);
    }
}
