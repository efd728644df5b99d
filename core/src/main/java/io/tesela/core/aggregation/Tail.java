package io.tesela.core.aggregation;

/** The tail of a tile: the partials of variable size, each after its length. */
final class Tail {
    private Tail() {}

    /** Checks that the lengths of the tail's parts add up to the tile's. */
    static void check(byte[] tile, int offset, int length, int fixedLength, int parts) {
        int end = offset + length;
        int at = offset + fixedLength;
        for (int i = 0; i < parts; i++) {
            if (end - at < Integer.BYTES) {
                throw new TileFormatException("it ends before part " + i + " of its tail");
            }
            int size = (int) TileFormat.INT.get(tile, at);
            at += Integer.BYTES;
            if (size < 0 || size > end - at) {
                throw new TileFormatException(
                        "part " + i + " of its tail has the length " + size + " and " + (end - at) + " bytes are left");
            }
            at += size;
        }
        if (at != end) {
            throw new TileFormatException((end - at) + " bytes follow its last part");
        }
    }
}
