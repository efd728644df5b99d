package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.demo.WikipediaOracle.ViewFeatures;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number here was computed by hand from {@link OracleSlice}. */
class WikipediaOracleTest {
    @TempDir
    Path folder;

    private WikipediaOracle oracle;

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("edits.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", OracleSlice.LINES).getBytes(StandardCharsets.UTF_8));
        }
        oracle = WikipediaOracle.open(file);
    }

    @AfterEach
    void close() throws SQLException {
        oracle.close();
    }

    @Test
    void w2_aWindowEndsWhereTheRunningMinuteStarts() throws SQLException {
        assertThat(user("10:59:59.999", "ann").value("page_count_1d_1m")).isEqualTo(2L);
        assertThat(user("11:00:00", "ann").value("page_count_1d_1m")).isEqualTo(3L);
        assertThat(user("11:00:59.999", "ann").value("page_count_1d_1m")).isEqualTo(3L);
        assertThat(user("11:01:00", "ann").value("page_count_1d_1m")).isEqualTo(4L);
        // [10:00, 11:00) has the edit at 10:00:00, [10:01, 11:01) has not.
        assertThat(user("11:00:00", "ann").value("page_count_1h_1m")).isEqualTo(3L);
        assertThat(user("11:01:00", "ann").value("page_count_1h_1m")).isEqualTo(3L);
        assertThat(user("11:01:00", "ann").value("added_sum_1h_1m")).isEqualTo(107L);
        assertThat(user("11:01:00", "ann").value("page_count_10m_1m")).isEqualTo(2L);
    }

    @Test
    void userFeatures() throws SQLException {
        Row ann = user("11:06:00", "ann");
        assertThat(ann.value("page_count_10m_1m")).isEqualTo(3L);
        assertThat(ann.value("added_sum_1d_1m")).isEqualTo(120L);
        assertThat(ann.value("delta_mean_1d_1m")).isEqualTo(21.0);
        assertThat(ann.value("channel_last_1d_1m")).isEqualTo("#en");
        assertThat(ann.value("page_last_distinct_5_1d_1m")).isEqualTo(List.of("Bread", "Apple", "Cider"));
        assertThat(ann.value("page_approx_count_distinct_1d_1m")).isEqualTo(3L);
        assertThat(user("11:00:00", "bot").features().entities()).doesNotContainKey(List.of("bot"));
        // A day later only what lies within 24 hours is left: [12T11:01, 13T11:01).
        Row later = new Row(oracle.features("user_edits", 1, Instant.parse("2015-09-13T11:01:00Z")), List.of("ann"));
        assertThat(later.value("page_count_1d_1m")).isEqualTo(1L);
        assertThat(later.value("page_count_1h_1m")).isNull();
        assertThat(later.value("added_sum_1h_1m")).isNull();
        assertThat(later.value("page_last_distinct_5_1d_1m")).isEqualTo(List.of("Cider"));
    }

    @Test
    void pagesOfTwoChannelsAreTwo() throws SQLException {
        ViewFeatures pages = oracle.features("page_edits", 2, Instant.parse("2015-09-12T11:01:00Z"));
        assertThat(new Row(pages, List.of("#en", "Apple")).value("user_count_1d_1m"))
                .isEqualTo(2L);
        assertThat(new Row(pages, List.of("#en", "Apple")).value("user_count_1h_1m"))
                .isEqualTo(1L);
        assertThat(new Row(pages, List.of("#en", "Apple")).value("delta_sum_1d_1m"))
                .isEqualTo(100L);
        assertThat(new Row(pages, List.of("#de", "Apple")).value("delta_sum_1d_1m"))
                .isEqualTo(7L);
        assertThat(new Row(pages, List.of("#en", "Bread")).value("user_last_distinct_3_1d_1m"))
                .isEqualTo(List.of("ann", "bot"));
        assertThat(oracle.entities(List.of("channel", "page"))).hasSize(4).contains(List.of("#de", "Apple"));
        assertThat(oracle.latest(List.of("user"), Instant.parse("2015-09-12T11:00:31Z"), 2))
                .containsExactly(List.of("bot"));
    }

    @Test
    void w5_aRunningWindowEndsWithTheMinuteInProgress() throws SQLException {
        Row en = channel("11:00:10", "#en");
        // [10:01, 11:01)
        assertThat(en.value("user_count_1h_1m")).isEqualTo(4L);
        assertThat(en.value("user_count_1d_1m")).isEqualTo(5L);
        assertThat(en.value("user_count_10m_1m")).isEqualTo(3L);
        assertThat(en.value("added_sum_1h_1m")).isEqualTo(103L);
        assertThat(en.value("added_sum_1h_1m_offset_1h")).isEqualTo(10L);
        assertThat(en.value("added_max_1h_1m")).isEqualTo(100L);
        assertThat(en.value("robot_mean_1d_1m")).isEqualTo(0.4);
        assertThat(en.value("user_approx_count_distinct_1h_1m")).isEqualTo(2L);
        assertThat(en.value("added_approx_percentile_p95_1d_1m")).isEqualTo(List.of(0L, 1L, 2L, 10L, 100L));
        // [10:01, 10:11), …, [10:21, 10:31), …, [10:51, 11:01)
        assertThat(en.value("user_count_10m_1m_series_1h_0s_10m"))
                .isEqualTo(Arrays.asList(null, null, 1L, null, null, 3L));
    }

    @Test
    void a3_nullsAreIgnoredAndNoRowGivesNull() throws SQLException {
        Row en = channel("11:00:10", "#en");
        assertThat(en.value("country_count_1h_1m")).isEqualTo(1L);
        assertThat(en.value("country_last_1h_1m")).isEqualTo("DE");
        Row de = channel("11:00:10", "#de");
        assertThat(de.value("country_count_1h_1m")).isEqualTo(0L);
        assertThat(de.value("country_last_1h_1m")).isNull();
        Row later = channel("13:00:00", "#de");
        assertThat(later.value("country_count_1h_1m")).isNull();
        assertThat(later.value("user_approx_count_distinct_1h_1m")).isNull();
        assertThat(later.value("user_count_1d_1m")).isEqualTo(1L);
    }

    private Row user(String time, String user) throws SQLException {
        return new Row(oracle.features("user_edits", 1, Instant.parse("2015-09-12T" + time + "Z")), List.of(user));
    }

    private Row channel(String time, String channel) throws SQLException {
        return new Row(
                oracle.features("channel_edits", 1, Instant.parse("2015-09-12T" + time + "Z")), List.of(channel));
    }

    private record Row(ViewFeatures features, List<String> entity) {
        @Nullable Object value(String feature) {
            return features.value(entity, feature);
        }
    }
}
