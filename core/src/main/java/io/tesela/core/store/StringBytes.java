package io.tesela.core.store;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.nio.ByteBuffer;

/**
 * Strings as UTF-8 that also carries surrogates without a partner, each as the three bytes that its code unit would
 * take. Strict UTF-8 replaces those by a question mark, which would make different keys equal.
 */
final class StringBytes {
    private StringBytes() {}

    static int length(String string) {
        int length = 0;
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit < 0x80) {
                length += 1;
            } else if (unit < 0x800) {
                length += 2;
            } else if (isPair(string, i)) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    static void put(ByteBuffer out, String string) {
        for (int i = 0; i < string.length(); i++) {
            char unit = string.charAt(i);
            if (unit < 0x80) {
                out.put((byte) unit);
            } else if (unit < 0x800) {
                out.put((byte) (0xC0 | (unit >> 6))).put(continuation(unit));
            } else if (isPair(string, i)) {
                int point = Character.toCodePoint(unit, string.charAt(i + 1));
                out.put((byte) (0xF0 | (point >> 18))).put(continuation(point >> 12));
                out.put(continuation(point >> 6)).put(continuation(point));
                i++;
            } else {
                out.put((byte) (0xE0 | (unit >> 12)))
                        .put(continuation(unit >> 6))
                        .put(continuation(unit));
            }
        }
    }

    static String take(ByteBuffer in, int length) {
        int start = in.position();
        int end = start + length;
        StringBuilder string = new StringBuilder(length);
        while (in.position() < end) {
            int lead = in.get() & 0xFF;
            int more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
            if (in.position() + more > end) {
                throw noString();
            }
            int point = more == 0 ? lead : lead & (0x3F >> more);
            for (int i = 0; i < more; i++) {
                point = (point << 6) | (in.get() & 0x3F);
            }
            if (!Character.isValidCodePoint(point)) {
                throw noString();
            }
            string.appendCodePoint(point);
        }
        checkCanonical(in, start, string.toString());
        return string.toString();
    }

    /** Only the one way that {@link #put} writes a string is that string. */
    private static void checkCanonical(ByteBuffer in, int start, String string) {
        ByteBuffer canonical = ByteBuffer.allocate(length(string));
        put(canonical, string);
        if (!canonical.flip().equals(in.duplicate().flip().position(start))) {
            throw noString();
        }
    }

    private static TeselaException noString() {
        return new TeselaException(
                ErrorCode.INVALID_ARGUMENT, "These bytes are no entity key: a string in it is not encoded as UTF-8");
    }

    private static boolean isPair(String string, int index) {
        return Character.isHighSurrogate(string.charAt(index))
                && index + 1 < string.length()
                && Character.isLowSurrogate(string.charAt(index + 1));
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
