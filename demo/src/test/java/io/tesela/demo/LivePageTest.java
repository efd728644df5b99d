package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePageTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");
    private static final LiveState STATE = new LiveState(
            NOW,
            Duration.ofSeconds(10),
            39_244,
            7,
            new TimedEdit(WikipediaEditsTest.edits(OracleSlice.LINES).get(0), NOW.minusSeconds(1)),
            List.of(
                    new LiveState.View(
                            "user_edits",
                            "RUNNING",
                            39_250,
                            29_000,
                            1,
                            2,
                            Duration.ofMillis(2_340),
                            NOW.minusSeconds(3_600)),
                    new LiveState.View("page_edits", "RUNNING", 0, 0, 0, 0, null, null)),
            List.of(new LiveState.Entity(
                    "user_edits",
                    "ann",
                    List.of(
                            new LiveState.Value("page_count_10m_1m", "3", true),
                            new LiveState.Value("page_count_1h_1m", "12", false)))));

    @Test
    void thePageShowsWhatGoesInWhatIsWrittenAndWhatIsServed() {
        assertThat(new LivePage(LivePage.Style.PLAIN, List.of("curl")).page(STATE, 100))
                .containsExactly(
                        "Tesela demo   Wikipedia edits of 2015-09-12, replayed as if they happened now   09:30:00 UTC",
                        "",
                        "edits in   39,244 of the last 24 hours, then 7 live (0.7/s)",
                        "latest     09:29:59  ann edits \"Apple\" in #en",
                        "",
                        "view            state         edits     tiles   late   dead  freshness  watermark",
                        "user_edits      RUNNING      39,250    29,000      1      2      2.3 s  08:30:00",
                        "page_edits      RUNNING           0         0      0      0          -  -",
                        "",
                        "user_edits  ann",
                        "  page_count_10m_1m                              3",
                        "  page_count_1h_1m                               12",
                        "",
                        "curl");
    }

    @Test
    void aLowTerminalShowsFewerFeaturesButTheWholeFooter() {
        assertThat(new LivePage(LivePage.Style.PLAIN, List.of("curl")).page(STATE, 13))
                .hasSize(13)
                .contains("  page_count_10m_1m                              3")
                .doesNotContain("  page_count_1h_1m                               12")
                .last()
                .isEqualTo("curl");
    }

    @Test
    void aChangedValueStandsOutInATerminal() {
        assertThat(new LivePage(LivePage.Style.ANSI, List.of()).page(STATE, 100))
                .contains("  page_count_10m_1m                              \u001b[32m3\u001b[0m");
    }

    @Test
    void oneLineSaysItAllWhereThereIsNoTerminal() {
        assertThat(new LivePage(LivePage.Style.PLAIN, List.of()).line(STATE))
                .isEqualTo("09:30:00  39,244 + 7 edits"
                        + " | user_edits RUNNING: 29,000 tiles, fresh 2.3 s, late 1, dead 2"
                        + " | page_edits RUNNING: 0 tiles, fresh -, late 0, dead 0"
                        + " | ann page_count_10m_1m=3");
    }
}
