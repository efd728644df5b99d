package io.tesela.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.TeselaException;
import io.tesela.definition.StreamFeatureView.LeadingTile;
import io.tesela.definition.Window;
import io.tesela.definition.Window.WindowSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executes the examples of {@code docs/spec/window.md}. */
class WindowSpecTest {
    static Stream<List<String>> examples() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "spec", "window.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| interval"))
                .map(line -> Arrays.stream(line.substring(2, line.length() - 2).split(" \\| "))
                        .map(String::trim)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void w1_w2_w5_w6_windowsCoverTheTilesOfTheSpecification(List<String> example) {
        WindowRule rule = WindowRule.of(duration(example.get(0)), LeadingTile.valueOf(example.get(1)));
        List<TimeRange> spans = rule.spans(window(example.get(2)));
        long leadingEdge = micros(example.get(3));
        TimeRange last = spans.get(spans.size() - 1);

        assertThat(rule.tileStarts(spans.get(0), leadingEdge).startMicros()).isEqualTo(micros(example.get(4)));
        assertThat(rule.tileStarts(last, leadingEdge).endMicros()).isEqualTo(micros(example.get(5)));
        assertThat(rule.effectiveTime(last, leadingEdge)).isEqualTo(micros(example.get(6)));
    }

    @Test
    void w1_tilesBeforeTheEpochAreAlignedToIt() {
        WindowRule rule = WindowRule.of(Duration.ofSeconds(1), LeadingTile.COMPLETE);

        assertThat(rule.tileStart(-1)).isEqualTo(-1_000_000);
        assertThat(rule.tileStart(-1_000_000)).isEqualTo(-1_000_000);
        assertThat(rule.tileStart(-1_000_001)).isEqualTo(-2_000_000);
        assertThat(rule.tileStart(0)).isZero();
        assertThat(rule.tileStart(999_999)).isZero();
    }

    @Test
    void d2_windowsThatAreNoWholeTilesAreRefused() {
        WindowRule rule = WindowRule.of(Duration.ofMinutes(7), LeadingTile.COMPLETE);

        assertThatThrownBy(() -> rule.spans(Window.of(Duration.ofHours(1))))
                .isInstanceOf(TeselaException.class)
                .hasMessageContaining("PT1H, which is not a multiple of the aggregation interval");
        assertThatThrownBy(() -> rule.spans(Window.of(Duration.ZERO)))
                .isInstanceOf(TeselaException.class)
                .hasMessageContaining("PT0S, which is not a positive multiple");
    }

    private static Window window(String text) {
        List<String> parts = List.of(text.split(" "));
        if (parts.get(0).equals("series")) {
            return new WindowSeries(
                    duration(parts.get(1)), duration(parts.get(2)), duration(parts.get(3)), duration(parts.get(4)));
        }
        Duration size = duration(parts.get(0));
        return parts.size() > 1 ? Window.of(size, duration(parts.get(1))) : Window.of(size);
    }

    private static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }

    private static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }
}
