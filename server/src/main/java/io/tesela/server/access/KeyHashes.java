package io.tesela.server.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admits the holders of keys by their hashes, which may be replaced at any time. */
public final class KeyHashes implements Authorization {
    private volatile byte[][] hashes = new byte[0][];

    /** Admits these keys from now on, but for the revoked ones, and no others. */
    public void replace(List<ApiKey> keys) {
        hashes = keys.stream()
                .filter(key -> !key.isRevoked())
                .map(key -> HexFormat.of().parseHex(key.sha256()))
                .toArray(byte[][]::new);
    }

    /** Compares with every hash in a time that depends on their number alone. */
    @Override
    public boolean admits(@Nullable String header) {
        String key = Authorization.keyIn(header);
        if (key == null) {
            return false;
        }
        byte[] hash = digest(key);
        boolean found = false;
        for (byte[] known : hashes) {
            found |= MessageDigest.isEqual(known, hash);
        }
        return found;
    }

    static String sha256(String key) {
        return HexFormat.of().formatHex(digest(key));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
