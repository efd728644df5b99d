package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A check that accepts everything would find nothing: what it must refuse, it refuses. */
class FeatureComparisonTest {
    private final FeatureComparison comparison = new FeatureComparison();

    @Test
    void exactFunctionsAgreeExactly() throws Exception {
        assertThat(difference("page_count_1h_1m", 3L, "\"3\"")).isNull();
        assertThat(difference("page_count_1h_1m", 3L, "\"4\"")).contains("expected 3");
        assertThat(difference("page_count_1h_1m", 3L, "3")).contains("expected 3");
        assertThat(difference("page_count_1h_1m", 3L, "null")).contains("expected 3");
        assertThat(difference("page_count_1h_1m", null, "\"0\"")).contains("expected null");
        assertThat(difference("page_count_1h_1m", null, "null")).isNull();
        assertThat(comparison.difference("f", 3L, new ObjectMapper().readTree("\"3\""), "MISSING_DATA"))
                .contains("PRESENT");
        assertThat(difference("channel_last_1d_1m", "#en", "\"#en\"")).isNull();
        assertThat(difference("channel_last_1d_1m", "#en", "\"#de\"")).isNotNull();
    }

    @Test
    void floatingPointAgreesToTheTwelfthDigit() throws Exception {
        assertThat(difference("delta_mean_1d_1m", 0.1 + 0.2, "0.3")).isNull();
        assertThat(difference("delta_mean_1d_1m", 0.3, "0.300000001")).isNotNull();
        assertThat(difference("delta_mean_1d_1m", 0.0, "0.0")).isNull();
        assertThat(difference("delta_mean_1d_1m", 0.0, "1e-9")).isNotNull();
    }

    @Test
    void arraysAgreeElementByElement() throws Exception {
        assertThat(difference("page_last_distinct_5_1d_1m", List.of("a", "b"), "[\"a\",\"b\"]"))
                .isNull();
        assertThat(difference("page_last_distinct_5_1d_1m", List.of("a", "b"), "[\"b\",\"a\"]"))
                .isNotNull();
        assertThat(difference("page_last_distinct_5_1d_1m", List.of("a", "b"), "[\"a\"]"))
                .isNotNull();
        List<@Nullable Long> series = Arrays.asList(null, 2L);
        assertThat(difference("user_count_10m_1m_series", series, "[null,\"2\"]"))
                .isNull();
        assertThat(difference("user_count_10m_1m_series", series, "[\"0\",\"2\"]"))
                .isNotNull();
    }

    @Test
    void aDistinctCountIsWithinFiveStandardErrors() throws Exception {
        assertThat(difference("page_approx_count_distinct_1d_1m", 1000L, "\"1300\""))
                .isNull();
        assertThat(difference("page_approx_count_distinct_1d_1m", 1000L, "\"1400\""))
                .isNotNull();
        assertThat(difference("page_approx_count_distinct_1d_1m", 2L, "\"2\"")).isNull();
        assertThat(difference("page_approx_count_distinct_1d_1m", 2L, "\"6\"")).isNotNull();
        assertThat(comparison.errors().largestDistinctError()).isEqualTo(0.4);
    }

    @Test
    void aPercentileIsComparedByItsRank() throws Exception {
        List<Long> values = LongStream.range(0, 1000).boxed().toList();
        assertThat(difference("added_approx_percentile_p95_1d_1m", values, "950.0"))
                .isNull();
        assertThat(difference("added_approx_percentile_p95_1d_1m", values, "935.5"))
                .isNull();
        assertThat(difference("added_approx_percentile_p95_1d_1m", values, "900.0"))
                .isNotNull();
        assertThat(difference("added_approx_percentile_p50_1d_1m", List.of(7L), "7.0"))
                .isNull();
        assertThat(difference("added_approx_percentile_p50_1d_1m", List.of(0L, 0L, 0L, 9L), "0.0"))
                .isNull();
    }

    private @Nullable String difference(String feature, @Nullable Object expected, String served)
            throws JsonProcessingException {
        return comparison.difference(
                feature,
                expected,
                new ObjectMapper().readTree(served),
                served.equals("null") ? "MISSING_DATA" : "PRESENT");
    }
}
