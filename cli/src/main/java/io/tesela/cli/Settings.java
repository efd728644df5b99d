package io.tesela.cli;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the processes of one feature repository run on this machine. Read from {@value #FILE} in the repository's folder;
 * every key may be left out.
 *
 * @param workspace the name under which requests find the repository
 * @param stateFolder where registry, online store, checkpoints, dead letters and keys are kept
 * @param onlineStore the address of the online store
 * @param serverHost the address that the feature server listens on
 * @param serverPort the port that the feature server listens on, 0 for any free one
 * @param sparkCores how many tasks of all stream jobs run at once in this process
 */
public record Settings(
        String workspace, Path stateFolder, URI onlineStore, String serverHost, int serverPort, int sparkCores) {

    /** The file that holds the settings. */
    public static final String FILE = "tesela.properties";

    private static final Map<String, String> KEYS = new TreeMap<>(Map.of(
            "workspace", "prod",
            "state-folder", ".tesela",
            "online-store", "",
            "server.host", "127.0.0.1",
            "server.port", "8585",
            "spark.cores", "2"));

    /**
     * Reads the settings of the repository in {@code folder}.
     *
     * @throws TeselaException naming every unknown key and wrong value at once
     */
    public static Settings of(Path folder) {
        Properties given = new Properties();
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                given.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new TeselaException(
                        ErrorCode.INVALID_ARGUMENT, "Cannot read the settings in " + file + ": " + e.getMessage(), e);
            }
        }
        return of(folder, file, given);
    }

    private static Settings of(Path folder, Path file, Properties given) {
        List<String> problems = new ArrayList<>();
        for (String key : new TreeSet<>(given.stringPropertyNames())) {
            if (!KEYS.containsKey(key)) {
                problems.add("unknown key '" + key + "'; known are " + KEYS.keySet());
            }
        }
        Path state =
                folder.resolve(value(given, "state-folder")).toAbsolutePath().normalize();
        String store = value(given, "online-store");
        int port = number(given, "server.port", 0, 65_535, problems);
        int cores = number(given, "spark.cores", 1, 1_024, problems);
        URI address = URI.create("embedded:" + state.resolve("online"));
        if (!store.isEmpty()) {
            try {
                address = new URI(store);
            } catch (java.net.URISyntaxException e) {
                problems.add(
                        "online-store '" + store + "' is no address; expected one such as embedded:/var/lib/tesela");
            }
        }
        if (!problems.isEmpty()) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT, "Wrong settings in " + file + ": " + String.join("; ", problems));
        }
        return new Settings(value(given, "workspace"), state, address, value(given, "server.host"), port, cores);
    }

    private static String value(Properties given, String key) {
        return given.getProperty(key, KEYS.getOrDefault(key, "")).strip();
    }

    private static int number(Properties given, String key, int least, int most, List<String> problems) {
        String text = value(given, key);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with a number that is out of range.
        }
        problems.add(key + " is '" + text + "'; expected a number from " + least + " to " + most);
        return least;
    }

    public Path registryFolder() {
        return stateFolder.resolve("registry");
    }

    public Path checkpointFolder() {
        return stateFolder.resolve("checkpoints");
    }

    public Path deadLetterFolder() {
        return stateFolder.resolve("dead-letters");
    }

    public Path jobFolder() {
        return stateFolder.resolve("jobs");
    }

    public Path apiKeyFile() {
        return stateFolder.resolve("api-keys.json");
    }
}
