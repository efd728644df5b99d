package io.tesela.definition;

import static io.tesela.definition.Aggregations.approxPercentile;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.STRING;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static final String GOLDEN = "bad-definitions.txt";

    /** Rewrite the file with {@code -Dtesela.golden.write=true} and read the difference. */
    @Test
    void everyBadDefinitionIsRefusedWithTheSentencesOfTheGoldenFile() throws IOException {
        StringBuilder report = new StringBuilder();
        Map<String, Supplier<?>> all = BadDefinitions.all();
        for (Map.Entry<String, Supplier<?>> bad : all.entrySet()) {
            report.append("# ").append(bad.getKey()).append('\n');
            report.append(problemsOf(bad.getValue())).append("\n\n");
        }
        if (Boolean.getBoolean("tesela.golden.write")) {
            Files.writeString(Path.of("src/test/resources", GOLDEN), report);
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(70);
        assertThat(report.toString()).isEqualTo(golden());
    }

    @Test
    void problemsOfSeveralDefinitionsAreGathered() {
        Problems.Collected<List<Object>> collected = Problems.collect(() -> List.of(
                Entity.of("bad name", "id", STRING),
                BadDefinitions.transactions().timestampField("ocurred_at").build(),
                Entity.of("good", "id", STRING)));
        assertThat(collected.value()).hasSize(3);
        assertThat(collected.problems())
                .extracting(Problem::where)
                .containsExactly("entity 'bad name'", "stream source 'transactions'");
        assertThatThrownBy(() -> Entity.of("bad name", "id", STRING)).isInstanceOf(DefinitionException.class);
    }

    @Test
    void d3_defaultNamesSayColumnFunctionWindowAndInterval() {
        StreamFeatureView view = BadDefinitions.view(
                        sum("amount").over(ofMinutes(2), ofMinutes(90), ofHours(24), ofDays(7)),
                        lastDistinct("merchant_id", 10).over(ofHours(1)),
                        approxPercentile("amount", 0.29).over(ofHours(1)),
                        approxPercentile("amount", 0.999, 200).over(ofHours(1)),
                        sum("amount").over(Window.of(ofHours(1), ofDays(-1))),
                        sum("amount").over(Window.series(ofDays(-7), ofDays(1), ofHours(6))),
                        sum("amount").over(ofHours(1)).named("spent"))
                .build();
        assertThat(view.features())
                .extracting(Feature::name)
                .containsExactly(
                        "amount_sum_2m_1m",
                        "amount_sum_90m_1m",
                        "amount_sum_1d_1m",
                        "amount_sum_7d_1m",
                        "merchant_id_last_distinct_10_1h_1m",
                        "amount_approx_percentile_p29_1h_1m",
                        "amount_approx_percentile_p99_9_200_1h_1m",
                        "amount_sum_1h_1m_offset_1d",
                        "amount_sum_6h_1m_series_7d_0s_1d",
                        "spent");
    }

    @Test
    void d3_durationsAreNamedInTheLargestUnitThatDividesThem() {
        Map<Duration, String> labels = Map.of(
                ZERO,
                "0s",
                ofMillis(1500),
                "1500ms",
                ofSeconds(90),
                "90s",
                ofSeconds(600),
                "10m",
                ofMinutes(60),
                "1h",
                ofHours(25),
                "25h",
                ofHours(72),
                "3d");
        assertThat(labels)
                .allSatisfy((duration, label) ->
                        assertThat(FeatureNames.label(duration)).isEqualTo(label));
    }

    @Test
    void timestampFieldNeedNotBeDeclaredAsAColumn() {
        StreamSource source = StreamSource.named("clicks")
                .streamConfig(FileStreamConfig.json("/data"))
                .column("user_id", STRING)
                .timestampField("clicked_at")
                .acceptAllLateEvents()
                .build();
        assertThat(source.schema())
                .isEqualTo(Schema.of(new Column("user_id", STRING), new Column("clicked_at", DataType.TIMESTAMP)));
    }

    @Test
    void misspeltNamesAreRecognised() {
        List<String> known = List.of("amount", "merchant_id", "occurred_at", "ds");
        assertThat(DidYouMean.hint("amuont", known)).isEqualTo("did you mean 'amount'?");
        assertThat(DidYouMean.hint("merchantId", known)).isEqualTo("did you mean 'merchant_id'?");
        assertThat(DidYouMean.hint("AMOUNT", known)).isEqualTo("did you mean 'amount'?");
        assertThat(DidYouMean.hint("at", known)).isEqualTo("known are [amount, merchant_id, occurred_at, ds]");
        assertThat(DidYouMean.hint("x", List.of())).isEqualTo("known are []");
    }

    private static String problemsOf(Supplier<?> definition) {
        try {
            return "accepted: " + definition.get();
        } catch (DefinitionException e) {
            return e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }

    private static String golden() throws IOException {
        try (InputStream stream = Objects.requireNonNull(ChecksTest.class.getResourceAsStream("/" + GOLDEN))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
