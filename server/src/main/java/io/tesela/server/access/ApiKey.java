package io.tesela.server.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key once it has been given out. The key itself is kept nowhere.
 *
 * @param id names the key when it is to be revoked
 * @param name says whose it is
 * @param sha256 the hash of the key, 64 lower-case hexadecimal digits
 * @param revokedAt from when on it is refused, or null
 */
public record ApiKey(
        String id,
        String name,
        String sha256,
        Instant createdAt,
        @Nullable Instant revokedAt) {
    public boolean isRevoked() {
        return revokedAt != null;
    }
}
