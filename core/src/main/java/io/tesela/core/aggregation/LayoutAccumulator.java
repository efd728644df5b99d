package io.tesela.core.aggregation;

import io.tesela.definition.DataType;

/** Accumulates the tile of a {@link TileLayout}. */
final class LayoutAccumulator implements TileAccumulator {
    private static final int LONG = 0;
    private static final int DOUBLE = 1;
    private static final int OPAQUE = 2;

    private final TileLayout layout;
    private final long[] words;
    private final int[] columnKinds;
    private final int[][] columnPrograms;
    private final VariablePartial[] variable;
    private final int[] variableColumns;
    private boolean rows;

    LayoutAccumulator(TileLayout layout) {
        this.layout = layout;
        this.words = layout.neutral().clone();
        int columns = layout.columns().columns().size();
        this.columnKinds = new int[columns];
        this.columnPrograms = new int[columns][];
        for (int c = 0; c < columns; c++) {
            columnPrograms[c] = layout.columnProgram(c);
            columnKinds[c] = kind(layout.columns().columns().get(c).type());
        }
        this.variable = new VariablePartial[layout.variable().size()];
        this.variableColumns = new int[variable.length];
        for (int slot = 0; slot < variable.length; slot++) {
            variable[slot] = layout.create(slot);
            variableColumns[slot] = layout.variable().get(slot).column();
        }
    }

    private static int kind(DataType type) {
        if (OrderedLong.isDouble(type)) {
            return DOUBLE;
        }
        return OrderedLong.holds(type) ? LONG : OPAQUE;
    }

    @Override
    public void reset() {
        if (rows) {
            System.arraycopy(layout.neutral(), 0, words, 0, words.length);
            for (VariablePartial partial : variable) {
                partial.reset();
            }
            rows = false;
        }
    }

    @Override
    public boolean isEmpty() {
        return !rows;
    }

    @Override
    public void add(long eventTimeMicros, EventValues values) {
        rows = true;
        for (int c = 0; c < columnPrograms.length; c++) {
            int[] program = columnPrograms[c];
            if (program.length == 0 || values.isNull(c)) {
                continue;
            }
            switch (columnKinds[c]) {
                case LONG -> Words.addLong(program, words, eventTimeMicros, values.longValue(c));
                case DOUBLE -> Words.addDouble(program, words, eventTimeMicros, values.doubleValue(c));
                default -> Words.addOpaque(program, words);
            }
        }
        for (int slot = 0; slot < variable.length; slot++) {
            int column = variableColumns[slot];
            if (!values.isNull(column)) {
                variable[slot].add(eventTimeMicros, values, column);
            }
        }
    }

    @Override
    public void merge(byte[] tile, int offset, int length) {
        if (!TileFormat.hasRows(tile, offset, length, layout.mark(), layout.fixedLength())) {
            return;
        }
        Tail.check(tile, offset, length, layout.fixedLength(), variable.length);
        rows = true;
        Words.merge(layout.program(), words, 0, tile, offset + TileFormat.HEADER);
        int at = offset + layout.fixedLength();
        for (VariablePartial partial : variable) {
            int size = (int) TileFormat.INT.get(tile, at);
            at += Integer.BYTES;
            if (size > 0) {
                partial.merge(tile, at, size);
            }
            at += size;
        }
    }

    @Override
    public byte[] encode() {
        if (!rows) {
            return TileFormat.emptyTile(layout.mark());
        }
        Words.normalize(layout.program(), words);
        byte[][] tail = new byte[variable.length][];
        int length = layout.fixedLength();
        for (int slot = 0; slot < tail.length; slot++) {
            tail[slot] = variable[slot].encode();
            length += Integer.BYTES + tail[slot].length;
        }
        byte[] tile = new byte[length];
        TileFormat.INT.set(tile, 0, TileFormat.header(layout.mark()));
        int at = TileFormat.HEADER;
        for (long word : words) {
            Words.LONG.set(tile, at, word);
            at += Long.BYTES;
        }
        for (byte[] part : tail) {
            TileFormat.INT.set(tile, at, part.length);
            System.arraycopy(part, 0, tile, at + Integer.BYTES, part.length);
            at += Integer.BYTES + part.length;
        }
        return tile;
    }
}
