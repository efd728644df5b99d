package io.tesela.core.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.Schema;
import io.tesela.definition.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executes the examples of {@code docs/spec/tile.md}. */
class TileSpecTest {
    private static final Pattern BLOCK = Pattern.compile("```tile\n(.*?)```", Pattern.DOTALL);

    static Stream<String> examples() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "spec", "tile.md"));
        return BLOCK.matcher(text).results().map(match -> match.group(1)).toList().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a6_tilesHaveTheBytesOfTheSpecification(String example) {
        Schema columns = new Schema(
                split(one(example, "columns"), ",").map(TileSpecTest::column).toList());
        List<Feature> features =
                split(one(example, "features"), ",").map(TileSpecTest::feature).toList();
        TileLayout layout = TileLayout.of(columns, features);
        TileAccumulator tile = layout.accumulator();
        for (String event : all(example, "event")) {
            List<String> parts = split(event, ",").toList();
            List<@Nullable Object> row = new ArrayList<>();
            for (int c = 0; c < columns.columns().size(); c++) {
                row.add(value(columns.columns().get(c).type(), parts.get(c + 1)));
            }
            tile.add(Long.parseLong(parts.get(0)), new RowValues(columns, row));
        }
        byte[] bytes = tile.encode();

        String expected = String.join("", all(example, "bytes")).replace(" ", "");
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
        TileAccumulator copy = layout.accumulator();
        copy.merge(bytes, 0, bytes.length);
        assertThat(HexFormat.of().formatHex(copy.encode())).isEqualTo(expected);
    }

    private static String one(String example, String key) {
        return all(example, key).get(0);
    }

    /** What stands after {@code key:}, without a remark after {@code #}. */
    private static List<String> all(String example, String key) {
        return example.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line ->
                        line.substring(key.length() + 1).replaceFirst("#.*", "").trim())
                .toList();
    }

    private static Stream<String> split(String text, String separator) {
        return Arrays.stream(text.split(separator, -1)).map(String::trim);
    }

    private static Column column(String text) {
        List<String> parts = split(text, " ").toList();
        return new Column(parts.get(0), DataType.parse(parts.get(1)));
    }

    private static Feature feature(String text) {
        List<String> parts = split(text, " ").toList();
        return new Feature(text, parts.get(0), function(parts.get(1)), Window.of(Duration.ofMinutes(1)));
    }

    private static AggregationFunction function(String label) {
        Matcher number = Pattern.compile("\\d+$").matcher(label);
        int n = number.find() ? Integer.parseInt(number.group()) : 1;
        return Stream.concat(
                        Arrays.stream(Simple.values()),
                        Stream.of(
                                new LastN(n),
                                new LastDistinct(n),
                                new ApproxCountDistinct(ApproxCountDistinct.DEFAULT_PRECISION),
                                new ApproxPercentile(n / 100.0, ApproxPercentile.DEFAULT_PRECISION)))
                .filter(function -> function.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable Object value(DataType type, String text) {
        if (text.equals("-")) {
            return null;
        }
        if (type instanceof DataType.Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (String element : text.substring(1, text.length() - 1).split(" ")) {
                if (!element.isEmpty()) {
                    list.add(value(array.element(), element));
                }
            }
            return list;
        }
        return switch ((DataType.Primitive) type) {
            case INT32 -> Integer.valueOf(text);
            case FLOAT32 -> Float.valueOf(text);
            case FLOAT64 -> Double.valueOf(text);
            case STRING -> text;
            default -> Long.valueOf(text);
        };
    }
}
