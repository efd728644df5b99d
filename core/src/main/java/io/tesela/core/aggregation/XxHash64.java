package io.tesela.core.aggregation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The XXH64 hash with seed 0, as its public specification defines it. */
final class XxHash64 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    /** The hash of the value's 8 bytes in little-endian order. */
    static long hash(long value) {
        long h = P5 + Long.BYTES;
        h ^= round(0, value);
        h = Long.rotateLeft(h, 27) * P1 + P4;
        return avalanche(h);
    }

    static long hash(byte[] bytes) {
        int length = bytes.length;
        int at = 0;
        long h = P5;
        if (length >= 32) {
            long a = 0x60EA27EEADC0B5D6L; // P1 + P2 mod 2^64
            long b = P2;
            long c = 0;
            long d = -P1;
            for (; at <= length - 32; at += 32) {
                a = round(a, (long) LONG.get(bytes, at));
                b = round(b, (long) LONG.get(bytes, at + 8));
                c = round(c, (long) LONG.get(bytes, at + 16));
                d = round(d, (long) LONG.get(bytes, at + 24));
            }
            h = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            h = mergeRound(mergeRound(mergeRound(mergeRound(h, a), b), c), d);
        }
        return tail(h + length, bytes, at);
    }

    private static long tail(long start, byte[] bytes, int from) {
        long h = start;
        int at = from;
        for (; at + 8 <= bytes.length; at += 8) {
            h ^= round(0, (long) LONG.get(bytes, at));
            h = Long.rotateLeft(h, 27) * P1 + P4;
        }
        if (at + 4 <= bytes.length) {
            h ^= ((int) INT.get(bytes, at) & 0xFFFFFFFFL) * P1;
            h = Long.rotateLeft(h, 23) * P2 + P3;
            at += 4;
        }
        for (; at < bytes.length; at++) {
            h ^= (bytes[at] & 0xFF) * P5;
            h = Long.rotateLeft(h, 11) * P1;
        }
        return avalanche(h);
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * P2, 31) * P1;
    }

    private static long mergeRound(long h, long accumulator) {
        return (h ^ round(0, accumulator)) * P1 + P4;
    }

    private static long avalanche(long start) {
        long h = start;
        h = (h ^ (h >>> 33)) * P2;
        h = (h ^ (h >>> 29)) * P3;
        return h ^ (h >>> 32);
    }
}
