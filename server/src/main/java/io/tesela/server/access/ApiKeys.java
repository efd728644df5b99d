package io.tesela.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The API keys in a JSON file, as SHA-256 hashes. Several processes may use one file: each change is made under a lock
 * and replaces the file as a whole. A file that does not exist holds no keys.
 */
public final class ApiKeys {
    private static final int VERSION = 1;
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 6;
    private static final String SECRET_PREFIX = "tesela_";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private ApiKeys(Path file) {
        this.file = file;
    }

    public static ApiKeys in(Path file) {
        return new ApiKeys(file.toAbsolutePath());
    }

    /** The file that holds the hashes. */
    public Path file() {
        return file;
    }

    /**
     * All keys, the revoked ones too, oldest first.
     *
     * @throws TeselaException if the file cannot be read or understood
     */
    public List<ApiKey> list() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return parse(JSON.readTree(file.toFile()));
        } catch (IOException | DateTimeException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes a key and keeps its hash.
     *
     * @param name says whose it is
     * @param random has to be cryptographically strong
     */
    public NewApiKey create(String name, InstantSource clock, RandomGenerator random) {
        String secret = SECRET_PREFIX + text(random, SECRET_BYTES);
        byte[] idBytes = new byte[ID_BYTES];
        random.nextBytes(idBytes);
        String id = HexFormat.of().formatHex(idBytes);
        ApiKey key = new ApiKey(id, name, KeyHashes.sha256(secret), clock.instant(), null);
        change(keys -> keys.add(key));
        return new NewApiKey(key, secret);
    }

    /**
     * Refuses a key from now on; running servers notice within their registry poll interval.
     *
     * @throws TeselaException with code NOT_FOUND if there is no key with this id
     */
    public ApiKey revoke(String id, InstantSource clock) {
        List<ApiKey> revoked = new ArrayList<>();
        change(keys -> keys.replaceAll(key -> {
            if (!key.id().equals(id)) {
                return key;
            }
            Instant since = key.revokedAt() == null ? clock.instant() : key.revokedAt();
            ApiKey changed = new ApiKey(key.id(), key.name(), key.sha256(), key.createdAt(), since);
            revoked.add(changed);
            return changed;
        }));
        if (revoked.isEmpty()) {
            List<String> known = list().stream().map(ApiKey::id).toList();
            throw new TeselaException(
                    ErrorCode.NOT_FOUND,
                    "There is no API key with id '" + id + "' in " + file + "; there are " + known);
        }
        return revoked.get(0);
    }

    private static String text(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private interface Change {
        void apply(List<ApiKey> keys);
    }

    private void change(Change change) {
        try {
            Path folder = file.resolveSibling("");
            Files.createDirectories(folder);
            Path lockFile = folder.resolve(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                List<ApiKey> keys = new ArrayList<>(list());
                change.apply(keys);
                replace(folder, keys, lock);
            }
        } catch (IOException e) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "The API keys in " + file + " cannot be changed: " + e.getMessage(), e);
        }
    }

    private void replace(Path folder, List<ApiKey> keys, FileLock held) throws IOException {
        if (!held.isValid()) {
            throw new IOException("the lock on it was lost");
        }
        Path temporary = Files.createTempFile(
                folder,
                file.getFileName().toString(),
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            JSON.writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), render(keys));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static ObjectNode render(List<ApiKey> keys) {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        ArrayNode array = root.putArray("keys");
        for (ApiKey key : keys) {
            ObjectNode node = array.addObject()
                    .put("id", key.id())
                    .put("name", key.name())
                    .put("sha256", key.sha256())
                    .put("createdAt", key.createdAt().toString());
            if (key.revokedAt() != null) {
                node.put("revokedAt", key.revokedAt().toString());
            }
        }
        return root;
    }

    private List<ApiKey> parse(JsonNode root) {
        if (root.path("version").asInt() != VERSION) {
            throw unusable("its version is " + root.path("version") + ", expected " + VERSION, null);
        }
        List<ApiKey> keys = new ArrayList<>();
        for (JsonNode node : root.path("keys")) {
            JsonNode revokedAt = node.get("revokedAt");
            String sha256 = node.path("sha256").asText();
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw unusable(
                        "key '" + node.path("id").asText() + "' has no SHA-256 hash of 64 hexadecimal digits", null);
            }
            keys.add(new ApiKey(
                    node.path("id").asText(),
                    node.path("name").asText(),
                    sha256,
                    Instant.parse(node.path("createdAt").asText()),
                    revokedAt == null || revokedAt.isNull() ? null : Instant.parse(revokedAt.asText())));
        }
        return List.copyOf(keys);
    }

    private TeselaException unusable(String reason, @org.jspecify.annotations.Nullable Exception cause) {
        return new TeselaException(
                ErrorCode.INCOMPATIBLE_STATE, "The API key file " + file + " cannot be used: " + reason, cause);
    }
}
