package io.tesela.testkit.store;

import static io.tesela.definition.DataType.BOOLEAN;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT32;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.testkit.store.OddKeys.columns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.EntityKey;
import io.tesela.definition.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EntityKeyTest {
    @Test
    void goldenBytes() {
        assertThat(hex(EntityKey.encode(columns(STRING), List.of("ada")))).isEqualTo("010003616461");
        assertThat(hex(EntityKey.encode(columns(STRING), List.of("")))).isEqualTo("010000");
        assertThat(hex(EntityKey.encode(columns(STRING), List.of("\u00fa\ud83d\ude00\ud83d"))))
                .isEqualTo("010009c3baf09f9880eda0bd");
        assertThat(hex(EntityKey.encode(columns(INT64), List.of(1L)))).isEqualTo("028000000000000001");
        assertThat(hex(EntityKey.encode(columns(INT32), List.of(-1)))).isEqualTo("027fffffffffffffff");
        assertThat(hex(EntityKey.encode(columns(BOOLEAN), List.of(true)))).isEqualTo("0301");
        assertThat(hex(EntityKey.encode(columns(STRING, INT64), List.of("a", 2L))))
                .isEqualTo("01000161" + "028000000000000002");
    }

    @Test
    void f12_f48_oddKeysAreAllDifferent() {
        Set<ByteBuffer> different = new HashSet<>();
        for (byte[] key : OddKeys.all()) {
            assertThat(key[0]).isPositive();
            assertThat(different.add(ByteBuffer.wrap(key))).as(hex(key)).isTrue();
        }
    }

    @Test
    void f12_oddStringsComeBackExactly() {
        for (String string : OddKeys.strings()) {
            byte[] key = EntityKey.encode(columns(STRING), List.of(string));
            assertThat(EntityKey.decode(columns(STRING), key)).containsExactly(string);
        }
    }

    @Test
    void widthOfANumberDoesNotMatter() {
        byte[] seven = EntityKey.encode(columns(INT64), List.of(7L));
        for (Number number :
                List.<Number>of(7, (short) 7, (byte) 7, BigInteger.valueOf(7), new BigDecimal("7.00"), 7.0, 7.0f)) {
            assertThat(EntityKey.encode(columns(INT64), List.of(number))).isEqualTo(seven);
            assertThat(EntityKey.encode(columns(INT32), List.of(number))).isEqualTo(seven);
        }
        assertThat(EntityKey.decode(columns(INT32), seven)).containsExactly(7);
        assertThat(EntityKey.decode(columns(INT64), seven)).containsExactly(7L);
    }

    @Test
    void longestKeyIsTakenAndALongerOneRefused() {
        String longest = "k".repeat(EntityKey.MAX_BYTES - 3);
        assertThat(EntityKey.encode(columns(STRING), List.of(longest))).hasSize(EntityKey.MAX_BYTES);
        assertInvalid(
                () -> EntityKey.encode(columns(STRING), List.of(longest + "k")), "key0", "4097 bytes", "at most 4096");
        assertInvalid(() -> EntityKey.encode(columns(INT64, STRING), List.of(1L, longest)), "key0, key1", "4105 bytes");
        assertInvalid(() -> EntityKey.encode(columns(STRING), List.of("\u00fa".repeat(65_536))), "131075 bytes");
    }

    @Test
    void wrongValuesAreRefusedByName() {
        assertInvalid(() -> EntityKey.encode(columns(INT32), List.of(1L << 31)), "key0", "2147483648", "int32");
        assertInvalid(() -> EntityKey.encode(columns(INT64), List.of(1.5)), "key0", "1.5", "int64");
        assertInvalid(() -> EntityKey.encode(columns(INT64), List.of(Double.NaN)), "key0", "NaN");
        assertInvalid(() -> EntityKey.encode(columns(INT64), List.of(BigInteger.TEN.pow(19))), "10000000000000000000");
        assertInvalid(() -> EntityKey.encode(columns(INT64), List.of("1")), "key0", "String", "int64");
        assertInvalid(() -> EntityKey.encode(columns(STRING), List.of(1)), "key0", "Integer", "string");
        assertInvalid(() -> EntityKey.encode(columns(BOOLEAN), List.of("true")), "key0", "boolean");
        assertInvalid(() -> EntityKey.encode(columns(FLOAT64), List.of(1.0)), "key0", "float64");
        assertInvalid(() -> EntityKey.encode(columns(STRING, STRING), List.of("a")), "1 values", "2 join keys");
        assertInvalid(() -> EntityKey.encode(columns(), List.of()), "0 join keys");
        assertInvalid(() -> EntityKey.encode(columns(STRING), Arrays.asList((Object) null)), "key0", "null");
    }

    @Test
    void bytesThatAreNoKeyAreRefused() {
        assertNoKey("", STRING);
        assertNoKey("01", STRING);
        assertNoKey("010003", STRING);
        assertNoKey("0100036164", STRING);
        assertNoKey("01000361646100", STRING);
        assertNoKey("010003616461", INT64);
        assertNoKey("010001ff", STRING);
        assertNoKey("01000180", STRING);
        assertNoKey("010001c3", STRING);
        assertNoKey("0280000000000001", INT64);
        assertNoKey("028000000080000000", INT32);
        assertNoKey("03", BOOLEAN);
        assertNoKey("0302", BOOLEAN);
        assertNoKey("010002c180", STRING);
    }

    private static void assertNoKey(String hex, DataType type) {
        byte[] key = HexFormat.of().parseHex(hex);
        assertInvalid(() -> EntityKey.decode(columns(type), key), "no entity key");
    }

    private static void assertInvalid(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContainingAll(parts);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
