package io.tesela.store.embedded;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.EntityKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The key of a tile: what stands for the entity, then tile start, source and generation, all big-endian. An entity
 * that LMDB's limit on keys has no room for is given by its hash, and is repeated in front of the value.
 */
final class TileKey {
    /** LMDB's limit. */
    static final int MAX_BYTES = 511;
    /** Tile start, source, generation. */
    static final int SUFFIX_BYTES = Long.BYTES + 1 + Integer.BYTES;

    static final int MAX_DIRECT_ENTITY_BYTES = MAX_BYTES - Short.BYTES - SUFFIX_BYTES;

    /** What a stream job wrote; a batch job's will be 0, so that it comes first. */
    static final byte STREAM = 1;

    private static final short HASHED = (short) 0xFFFF;

    private TileKey() {}

    static boolean isHashed(byte[] entity) {
        return entity.length > MAX_DIRECT_ENTITY_BYTES;
    }

    /** Puts the bytes that all keys of an entity begin with. */
    static void putPrefix(ByteBuffer key, byte[] entity) {
        if (entity.length > EntityKey.MAX_BYTES) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "An entity key has " + entity.length + " bytes; at most " + EntityKey.MAX_BYTES + " are possible");
        }
        if (isHashed(entity)) {
            key.putShort(HASHED).put(hash(entity));
        } else {
            key.putShort((short) entity.length).put(entity);
        }
    }

    static void putSuffix(ByteBuffer key, long tileStartMicros) {
        key.putLong(tileStartMicros ^ Long.MIN_VALUE).put(STREAM).putInt(0);
    }

    /** Puts the least suffix of a tile start. */
    static void putSeek(ByteBuffer key, long tileStartMicros) {
        key.putLong(tileStartMicros ^ Long.MIN_VALUE).put((byte) 0).putInt(0);
    }

    /** The tile start in a key whose prefix has this length. */
    static long tileStart(ByteBuffer key, int prefixLength) {
        return key.getLong(key.position() + prefixLength) ^ Long.MIN_VALUE;
    }

    /** What stands in front of the tile in a value. */
    static int valueHeaderLength(byte[] entity) {
        return isHashed(entity) ? Short.BYTES + entity.length : 0;
    }

    static void putValueHeader(ByteBuffer value, byte[] entity) {
        if (isHashed(entity)) {
            value.putShort((short) entity.length).put(entity);
        }
    }

    /** Whether a value belongs to the entity and not to another one of the same hash. */
    static boolean isValueOf(ByteBuffer value, byte[] entity) {
        if (!isHashed(entity)) {
            return true;
        }
        if (Short.toUnsignedInt(value.getShort(0)) != entity.length) {
            return false;
        }
        for (int i = 0; i < entity.length; i++) {
            if (value.get(Short.BYTES + i) != entity[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] hash(byte[] entity) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(entity);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
