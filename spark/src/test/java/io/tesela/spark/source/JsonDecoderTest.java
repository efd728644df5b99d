package io.tesela.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonDecoderTest {
    private static final Schema SCHEMA = Schema.of(
            new Column("i", DataType.INT32),
            new Column("l", DataType.INT64),
            new Column("f", DataType.FLOAT32),
            new Column("d", DataType.FLOAT64),
            new Column("s", DataType.STRING),
            new Column("b", DataType.BOOLEAN),
            new Column("t", DataType.TIMESTAMP),
            new Column("a", DataType.arrayOf(DataType.STRING)));

    private final JsonDecoder decoder = new JsonDecoder(SCHEMA, "t");
    private final @Nullable Object[] values =
            new @Nullable Object[SCHEMA.columns().size()];

    private @Nullable String problem(String json) {
        return decoder.decode(json.getBytes(StandardCharsets.UTF_8), values);
    }

    /** The reason why the fields, beside a good timestamp, are refused. */
    private @Nullable String problemOf(String fields) {
        return problem("{\"t\":0," + fields + "}");
    }

    @Test
    void eachTypeIsRead() {
        assertThat(problem("""
                {"i":-5,"l":9223372036854775807,"f":1.5,"d":2,"s":"ä\\u20ac😀","b":true,
                 "t":"2026-01-31T23:59:59.123456Z","a":["x",null],"unknown":{"deep":[1,{"i":3}]}}""")).isNull();
        assertThat(values)
                .containsExactly(
                        -5,
                        Long.MAX_VALUE,
                        1.5f,
                        2.0,
                        "ä€😀",
                        true,
                        micros("2026-01-31T23:59:59.123456Z"),
                        new @Nullable Object[] {"x", null});
    }

    @Test
    void whatIsMissingOrNullIsNull() {
        assertThat(problem("{\"t\":1500,\"i\":null}")).isNull();
        assertThat(values).containsExactly(null, null, null, null, null, null, 1_500_000L, null);
    }

    @Test
    void anInt64MayBeDecimalDigitsInAString() {
        assertThat(problemOf("\"l\":\"-9223372036854775808\"")).isNull();
        assertThat(values[1]).isEqualTo(Long.MIN_VALUE);
        assertThat(problemOf("\"l\":\"9223372036854775808\"")).contains("expected int64");
        assertThat(problemOf("\"l\":\"+1\"")).contains("expected int64");
        assertThat(problemOf("\"l\":\"1.0\"")).contains("expected int64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"i\":2147483648   | column 'i': expected int32, got number 2147483648",
                "\"i\":1.0          | column 'i': expected int32, got number 1.0",
                "\"i\":\"1\"        | column 'i': expected int32, got string \"1\"",
                "\"l\":1e3          | column 'l': expected int64, got number 1e3",
                "\"f\":1e39         | column 'f': expected float32, got number 1e39",
                "\"d\":\"five\"     | column 'd': expected float64, got string \"five\"",
                "\"d\":1e999        | column 'd': expected float64, got number 1e999",
                "\"d\":true         | column 'd': expected float64, got true",
                "\"s\":5            | column 's': expected string, got number 5",
                "\"s\":{\"x\":1}    | column 's': expected string, got an object",
                "\"s\":\"\\ud800\"  | column 's': expected string, got string \"\ud800\"",
                "\"b\":\"true\"     | column 'b': expected boolean, got string \"true\"",
                "\"b\":0            | column 'b': expected boolean, got number 0",
                "\"a\":\"x\"        | column 'a': expected array<string>, got string \"x\"",
                "\"a\":[\"x\",1]    | column 'a': expected array<string>, got number 1",
                "\"i\":1,\"i\":1    | column 'i': it occurs twice in the object",
            })
    void s7_aValueOfAnotherTypeIsRefusedWithTheReason(String fields, String reason) {
        assertThat(problemOf(fields)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~              | expected one JSON object, got nothing",
                "null            | expected one JSON object, got null",
                "[{\"t\":1}]     | expected one JSON object, got an array",
                "{\"t\":1}{\"t\":2} | expected one JSON object, got more after it: an object",
                "{\"t\":1} x     | not valid JSON",
                "{\"t\":1        | not valid JSON",
                "{\"t\":1,\"s\":\"torn | not valid JSON",
                "{\"t\":NaN}     | not valid JSON",
                "{}              | column 't': the event has no timestamp",
                "{\"t\":null}    | column 't': the event has no timestamp",
            })
    void s7_whatIsNoEventIsRefusedWithTheReason(String json, String reason) {
        assertThat(problem(json)).startsWith(reason);
    }

    @Test
    void s7_aRecordWithoutValueIsRefused() {
        assertThat(decoder.decode(null, values)).isEqualTo("the record has no value");
    }

    @Test
    void s7_bytesThatAreNoUtf8AreRefused() {
        byte[] record = "{\"t\":1,\"s\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        record[12] = (byte) 0xFF;
        assertThat(decoder.decode(record, values)).startsWith("not valid JSON: Invalid UTF-8");
        assertThat(decoder.decode("{\"t\":1}".getBytes(StandardCharsets.UTF_16BE), values))
                .startsWith("not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T23:59:59Z, 2026-01-31T23:59:59Z",
        "2026-01-31T23:59:59, 2026-01-31T23:59:59Z",
        "2026-01-31 23:59:59.5, 2026-01-31T23:59:59.5Z",
        "2026-01-31T23:59:59.1234567Z, 2026-01-31T23:59:59.123456Z",
        "2026-01-31T23:59:59+01:30, 2026-01-31T22:29:59Z",
        "2026-01-31T23:59:59-0100, 2026-02-01T00:59:59Z",
        "2026-01-31T23:59:59+01, 2026-01-31T22:59:59Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    })
    void timestampsAreRead(String text, String instant) {
        assertThat(Timestamps.parse(text)).isEqualTo(micros(instant));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-32T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00X",
        "2026-01-01T00:00:00+1",
        "2026-01-01T00:00:00+0a:00",
        "0000-01-01T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-1-01T00:00:00ZZ",
        "now",
    })
    void otherTextIsNoTimestamp(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Timestamps.INVALID);
    }

    @Test
    void everyDayOfFourCenturiesIsRead() {
        for (Instant day = Instant.parse("1799-12-31T12:34:56Z");
                day.isBefore(Instant.parse("2201-01-02T00:00:00Z"));
                day = day.plus(1, ChronoUnit.DAYS)) {
            assertThat(Timestamps.parse(day.toString())).isEqualTo(day.getEpochSecond() * 1_000_000);
        }
    }

    private static long micros(String instant) {
        Instant parsed = Instant.parse(instant);
        return parsed.getEpochSecond() * 1_000_000 + parsed.getNano() / 1_000;
    }
}
