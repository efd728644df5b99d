package io.tesela.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.TeselaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
