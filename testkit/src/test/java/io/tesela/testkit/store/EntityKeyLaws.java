package io.tesela.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.EntityKey;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random join keys; values that collide by chance are likely, since all are short and from small alphabets. */
class EntityKeyLaws {
    private static final long SEED = Long.getLong("tesela.seed", 20_150_912);
    private static final DataType[] TYPES = {DataType.STRING, DataType.INT32, DataType.INT64, DataType.BOOLEAN};
    private static final String[] PIECES = {
        "a", "b", "\0", "1", "\u00fa", "u\u0301", "\u0800", "\ud83d\ude00", "\ud83d", "\ude00", "\uffff", "\1", "\2"
    };

    @Test
    void f48_keysAreEqualExactlyWhenTheValuesAre() {
        Random random = new Random(SEED);
        Map<ByteBuffer, String> valuesByKey = new HashMap<>();
        Map<String, ByteBuffer> keyByValues = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            List<Column> joinKeys = joinKeys(random);
            List<Object> values = values(random, joinKeys);
            String named = named(values);
            ByteBuffer key = ByteBuffer.wrap(EntityKey.encode(joinKeys, values));
            assertThat(valuesByKey.merge(key, named, (old, same) -> old))
                    .as("seed %d", SEED)
                    .isEqualTo(named);
            assertThat(keyByValues.merge(named, key, (old, same) -> old))
                    .as("seed %d", SEED)
                    .isEqualTo(key);
        }
    }

    @Test
    void decodeGivesWhatWasEncoded() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            List<Column> joinKeys = joinKeys(random);
            List<Object> values = values(random, joinKeys);
            assertThat(EntityKey.decode(joinKeys, EntityKey.encode(joinKeys, values)))
                    .as("seed %d", SEED)
                    .isEqualTo(values);
        }
    }

    @Test
    void noKeyIsTheBeginningOfAnother() {
        Random random = new Random(SEED);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Column joinKey = new Column("key", TYPES[random.nextInt(TYPES.length)]);
            keys.add(EntityKey.encode(List.of(joinKey), values(random, List.of(joinKey))));
        }
        keys.sort(Arrays::compareUnsigned);
        for (int i = 1; i < keys.size(); i++) {
            byte[] before = keys.get(i - 1);
            byte[] key = keys.get(i);
            boolean begins =
                    before.length < key.length && Arrays.equals(before, 0, before.length, key, 0, before.length);
            assertThat(begins).as("seed %d, key %d", SEED, i).isFalse();
        }
    }

    @Test
    void stringsWithoutStraySurrogatesAreUtf8() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            String string = new String(string(random).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
            byte[] key = EntityKey.encode(List.of(new Column("key", DataType.STRING)), List.of(string));
            assertThat(Arrays.copyOfRange(key, 3, key.length))
                    .as("seed %d", SEED)
                    .isEqualTo(utf8);
        }
    }

    private static List<Column> joinKeys(Random random) {
        List<Column> joinKeys = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            joinKeys.add(new Column("key" + i, TYPES[random.nextInt(TYPES.length)]));
        }
        return joinKeys;
    }

    private static List<Object> values(Random random, List<Column> joinKeys) {
        List<Object> values = new ArrayList<>();
        for (Column joinKey : joinKeys) {
            if (joinKey.type() == DataType.STRING) {
                values.add(string(random));
            } else if (joinKey.type() == DataType.BOOLEAN) {
                values.add(random.nextBoolean());
            } else if (joinKey.type() == DataType.INT32) {
                values.add(random.nextInt() >> random.nextInt(32));
            } else {
                values.add(random.nextLong() >> random.nextInt(64));
            }
        }
        return values;
    }

    private static String string(Random random) {
        StringBuilder string = new StringBuilder();
        int pieces = random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            string.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return string.toString();
    }

    /** Says the values unmistakably; numbers of both widths alike. */
    private static String named(List<Object> values) {
        StringBuilder named = new StringBuilder();
        for (Object value : values) {
            String text = value.toString();
            String kind = value instanceof Number ? "number" : value.getClass().getSimpleName();
            named.append(kind).append(text.length()).append(':').append(text).append(',');
        }
        return named.toString();
    }
}
