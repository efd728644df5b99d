package io.tesela.core.aggregation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The header of a tile and the checks that every reader does; {@code docs/spec/tile.md} has the rules. */
final class TileFormat {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    static final int VERSION = 1;
    static final int HEADER = 4;
    private static final int HAS_ROWS = 1;

    private TileFormat() {}

    /** The header of a tile with rows, as a little-endian number. */
    static int header(int mark) {
        return VERSION | HAS_ROWS << 8 | mark << 16;
    }

    private static int emptyHeader(int mark) {
        return VERSION | mark << 16;
    }

    static byte[] emptyTile(int mark) {
        byte[] tile = new byte[HEADER];
        INT.set(tile, 0, emptyHeader(mark));
        return tile;
    }

    /**
     * Whether the tile holds rows.
     *
     * @param length is checked to be at least {@code smallest}, the length of the header and the fixed part
     */
    static boolean hasRows(byte[] bytes, int offset, int length, int mark, int smallest) {
        if (length >= smallest && (int) INT.get(bytes, offset) == header(mark)) {
            return true;
        }
        if (length == HEADER && (int) INT.get(bytes, offset) == emptyHeader(mark)) {
            return false;
        }
        throw problem(bytes, offset, length, mark, smallest);
    }

    private static TileFormatException problem(byte[] bytes, int offset, int length, int mark, int smallest) {
        if (length < HEADER) {
            return new TileFormatException("it has " + length + " bytes and a header has " + HEADER);
        }
        int header = (int) INT.get(bytes, offset);
        int version = header & 0xFF;
        int flags = header >>> 8 & 0xFF;
        if (version != VERSION) {
            return new TileFormatException("its format is version " + version + ", known is " + VERSION);
        }
        if (header >>> 16 != mark) {
            return new TileFormatException(
                    String.format("its layout has the mark %04x, the view's has %04x", header >>> 16, mark));
        }
        if ((flags | HAS_ROWS) != HAS_ROWS) {
            return new TileFormatException("its flags are " + flags + ", known is " + HAS_ROWS);
        }
        return new TileFormatException(
                flags == HAS_ROWS
                        ? "it has " + length + " bytes, at least " + smallest + " were expected"
                        : "it has no rows and " + length + " bytes, " + HEADER + " were expected");
    }
}
