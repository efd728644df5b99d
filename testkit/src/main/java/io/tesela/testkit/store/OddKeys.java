package io.tesela.testkit.store;

import io.tesela.core.store.EntityKey;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.util.ArrayList;
import java.util.List;

/** Entity keys that stores and encodings get wrong; all of them differ. */
public final class OddKeys {
    private OddKeys() {}

    /** Strings that are different join key values, however alike they look. */
    public static List<String> strings() {
        String longest = "k".repeat(EntityKey.MAX_BYTES - 3);
        return List.of(
                "",
                " ",
                "\0",
                "\0\0",
                "a\0",
                "a",
                "A",
                "1",
                "01",
                "1.0",
                "null",
                "true",
                "\u00fa",
                "u\u0301",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "\ude00\ud83d",
                "?",
                "\ufffd",
                "\uffff",
                "%00",
                "\u007f",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\u202eabc",
                "\ufeffa",
                "a b",
                "a\u00a0b",
                "x".repeat(490),
                "x".repeat(491),
                "x".repeat(492),
                "x".repeat(493),
                "x".repeat(494),
                "x".repeat(495),
                "x".repeat(496),
                "x".repeat(497),
                "x".repeat(512),
                longest,
                longest.substring(1) + "l");
    }

    /** The keys of {@link #strings()}, of integers, of booleans and of composites of them. */
    public static List<byte[]> all() {
        List<byte[]> keys = new ArrayList<>();
        for (String string : strings()) {
            keys.add(EntityKey.encode(columns(DataType.STRING), List.of(string)));
        }
        for (long number : new long[] {0, 1, -1, 255, 256, Integer.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE}) {
            keys.add(EntityKey.encode(columns(DataType.INT64), List.of(number)));
        }
        keys.add(EntityKey.encode(columns(DataType.BOOLEAN), List.of(true)));
        keys.add(EntityKey.encode(columns(DataType.BOOLEAN), List.of(false)));
        for (List<Object> pair : List.<List<Object>>of(
                List.of("a", "bc"), List.of("ab", "c"), List.of("abc", ""), List.of("", "abc"), List.of("", ""))) {
            keys.add(EntityKey.encode(columns(DataType.STRING, DataType.STRING), pair));
        }
        keys.add(EntityKey.encode(columns(DataType.STRING, DataType.INT64), List.of("1", 1L)));
        keys.add(EntityKey.encode(columns(DataType.INT64, DataType.STRING), List.of(1L, "1")));
        return keys;
    }

    /** Join keys of these types, named by their position. */
    public static List<Column> columns(DataType... types) {
        List<Column> columns = new ArrayList<>();
        for (DataType type : types) {
            columns.add(new Column("key" + columns.size(), type));
        }
        return columns;
    }
}
