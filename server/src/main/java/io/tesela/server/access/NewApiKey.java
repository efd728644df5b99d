package io.tesela.server.access;

/**
 * A key that has just been made.
 *
 * @param secret the key, for its holder; it cannot be read again
 */
public record NewApiKey(ApiKey key, String secret) {
    @Override
    public String toString() {
        return "NewApiKey[" + key + "]";
    }
}
