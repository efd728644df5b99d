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
 * @param sparkMaster where Spark runs
 */
public record Settings(
        String workspace, Path stateFolder, URI onlineStore, String serverHost, int serverPort, String sparkMaster) {

    /** The file that holds the settings. */
    public static final String FILE = "tesela.properties";

    private static final Map<String, String> KEYS = new TreeMap<>(Map.of(
            "workspace", "prod",
            "state-folder", ".tesela",
            "online-store", "",
            "server.host", "127.0.0.1",
            "server.port", "8585",
            "spark.master", "local[2]"));

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
        int port = port(value(given, "server.port"), problems);
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
        return new Settings(
                value(given, "workspace"),
                state,
                address,
                value(given, "server.host"),
                port,
                value(given, "spark.master"));
    }

    private static String value(Properties given, String key) {
        return given.getProperty(key, KEYS.getOrDefault(key, "")).strip();
    }

    private static int port(String text, List<String> problems) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, together with a number that is out of range.
        }
        problems.add("server.port '" + text + "' is no port; expected a number from 0 to 65535");
        return 0;
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
