package io.tesela.core.aggregation;

/**
 * One of the partial aggregates that tiles hold for a column. Several features may share one.
 *
 * @param column the position in {@link TileLayout#columns()}
 * @param parameter what the kind takes: a number of values or a precision, else 0
 */
record Partial(int column, Kind kind, int parameter) {
    /** The kinds, in the order in which a tile holds those of a column. The names are part of the tile format. */
    enum Kind {
        /** How many values are not null. */
        COUNT(1),
        /** The sum of integers, in 128 bits. */
        INTEGER_SUM(2),
        /** The sum of floating-point numbers, as an unevaluated sum of two doubles. */
        FLOAT_SUM(2),
        /** The sum of the squares of integers, in 192 bits. */
        INTEGER_SQUARES(3),
        /** The sum of the squares of floating-point numbers, as an unevaluated sum of three doubles. */
        FLOAT_SQUARES(3),
        MIN(1),
        MAX(1),
        /** Time and value of the first event. */
        FIRST(2),
        /** Time and value of the last event. */
        LAST(2),
        /** The least value of a type of variable size. */
        LEAST(0),
        /** The greatest value of a type of variable size. */
        GREATEST(0),
        FIRST_VALUES(0),
        LAST_VALUES(0),
        FIRST_DISTINCT(0),
        LAST_DISTINCT(0),
        DISTINCT_SKETCH(0),
        PERCENTILE_DIGEST(0);

        private final int words;

        Kind(int words) {
            this.words = words;
        }

        /** The number of 8-byte words in the fixed part of a tile; 0 for what stands in the tail. */
        int words() {
            return words;
        }
    }

    boolean isFixed() {
        return kind.words() > 0;
    }

    /** The partial's line in the text that a layout's mark is made of. */
    String label() {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        return parameter == 0 ? name : name + " " + parameter;
    }
}
