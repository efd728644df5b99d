package io.tesela.definition;

import java.time.Duration;

/**
 * History in files.
 *
 * @param path a file or a folder
 * @param dataDelay how long after a period's end its files are complete
 */
public record FileConfig(String path, Format format, Duration dataDelay) implements BatchConfig {
    /** What is in the files. */
    public enum Format {
        PARQUET,
        JSON,
        CSV
    }

    public static FileConfig parquet(String path) {
        return new FileConfig(path, Format.PARQUET, Duration.ZERO);
    }

    /** One JSON object a line. */
    public static FileConfig json(String path) {
        return new FileConfig(path, Format.JSON, Duration.ZERO);
    }

    /** Comma-separated values with a header line. */
    public static FileConfig csv(String path) {
        return new FileConfig(path, Format.CSV, Duration.ZERO);
    }

    public FileConfig dataDelay(Duration delay) {
        return new FileConfig(path, format, delay);
    }
}
