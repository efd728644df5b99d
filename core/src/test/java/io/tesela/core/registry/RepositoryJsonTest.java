package io.tesela.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.TeselaException;
import io.tesela.definition.Aggregation;
import io.tesela.definition.AggregationFunction;
import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.AggregationFunction.Simple;
import io.tesela.definition.FeatureService;
import io.tesela.definition.StreamFeatureView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RepositoryJsonTest {
    private static final AppliedRepository REPOSITORY = Fraud.applied("prod", 3);

    /** Rewrite the file with {@code -Dtesela.golden.write=true}; a change of it needs a new format version. */
    @Test
    void textIsTheGoldenFile() throws IOException {
        String text = RepositoryJson.write(REPOSITORY);
        if (Boolean.getBoolean("tesela.golden.write")) {
            Files.writeString(Path.of("src/test/resources/registry/applied-repository-1.json"), text);
        }
        assertThat(text).isEqualTo(golden());
    }

    @Test
    void readGivesWhatWasWritten() throws IOException {
        assertThat(RepositoryJson.read(golden())).isEqualTo(REPOSITORY);
        AppliedRepository empty = AppliedRepository.empty("dev");
        assertThat(RepositoryJson.read(RepositoryJson.write(empty))).isEqualTo(empty);
    }

    @Test
    void everyFunctionIsReadBack() {
        List<AggregationFunction> functions = new ArrayList<>(List.of(Simple.values()));
        functions.addAll(List.of(
                new LastN(3),
                new FirstN(1000),
                new LastDistinct(1),
                new FirstDistinct(7),
                new ApproxCountDistinct(16),
                new ApproxPercentile(1.0 / 3, 500)));
        Aggregation[] aggregations = functions.stream()
                .map(function -> new Aggregation.Unwindowed("amount", function).over(Duration.ofHours(1)))
                .toArray(Aggregation[]::new);
        StreamFeatureView view = StreamFeatureView.named("all")
                .entities(Fraud.USER)
                .source(Fraud.transactions().build())
                .sql("SELECT * FROM transactions")
                .aggregate(aggregations)
                .aggregationInterval(Duration.ofMillis(1500))
                .build();
        AppliedRepository repository = new AppliedRepository(
                "prod",
                1,
                Instant.EPOCH,
                List.of(new AppliedView(view, 1, Fraud.OUTPUT)),
                List.of(FeatureService.of("all", view)));
        assertThat(RepositoryJson.read(RepositoryJson.write(repository))).isEqualTo(repository);
    }

    @Test
    void newerFormatIsRefused() throws IOException {
        String newer = golden().replace("\"formatVersion\" : 1", "\"formatVersion\" : 2, \"surprise\" : []");
        assertRefused(
                newer,
                "it has formatVersion 2, but this program reads up to 1; use the Tesela that wrote it or a newer one");
    }

    @Test
    void tornTextIsRefused() throws IOException {
        String golden = golden();
        for (int length = 0; length < golden.length() - 2; length += 97) {
            String torn = golden.substring(0, length);
            assertThatThrownBy(() -> RepositoryJson.read(torn)).isInstanceOf(TeselaException.class);
        }
        assertThatThrownBy(() -> RepositoryJson.read(golden + "{}"))
                .isInstanceOf(TeselaException.class)
                .hasMessageStartingWith("it is no complete JSON document");
    }

    @Test
    void unknownMissingAndWrongKeysAreNamed() throws IOException {
        String golden = golden();
        assertRefused(
                golden.replace("\"ttl\" : null", "\"ttl\" : null, \"tll\" : null"),
                "streamFeatureViews[0]: unknown key 'tll'; known are ");
        assertRefused(
                golden.replaceFirst("\"tableId\" : 2,", ""), "streamFeatureViews[0]: the key 'tableId' is missing");
        assertRefused(
                golden.replace("\"PT1M\"", "\"1m\""),
                "streamFeatureViews[1].aggregationInterval: '1m' is no ISO-8601 duration such as PT10M");
        assertRefused(
                golden.replace("\"kind\" : \"sum\"", "\"kind\" : \"median\""),
                "streamFeatureViews[1].aggregations[0].function.kind: 'median' is none of [count, sum, ");
        assertRefused(
                golden.replace("\"view\" : \"user_spending\"", "\"view\" : \"user_spend\""),
                "featureServices[1].features[0].view: nothing is named 'user_spend'; there are [card_use,"
                        + " user_spending]");
        assertRefused(
                golden.replace("\"tableId\" : 2,", "\"tableId\" : 3000000000,"),
                "streamFeatureViews[0].tableId: expected a 32-bit integer but found 3000000000");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> RepositoryJson.read(text))
                .isInstanceOf(TeselaException.class)
                .hasMessageStartingWith(message);
    }

    private static String golden() throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                RepositoryJsonTest.class.getResourceAsStream("/registry/applied-repository-1.json"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
