package io.tesela.demo;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

    @Test
    void theHistoryIsEveryEditOnceInThe24HoursBeforeNow() {
        List<Edit> day = day();
        List<TimedEdit> history = Replay.history(day, NOW);
        assertThat(Set.copyOf(history)).hasSameSizeAs(day);
        assertThat(history.stream().map(TimedEdit::edit).collect(toSet())).isEqualTo(Set.copyOf(day));
        assertThat(history)
                .isSortedAccordingTo(Comparator.comparing(TimedEdit::time))
                .allSatisfy(
                        edit -> assertThat(edit.time()).isBetween(NOW.minus(Duration.ofDays(1)), NOW.minusMillis(1)));
    }

    @Test
    void theFutureGoesOnWhereTheHistoryEndsAndKeepsThePaceForDays() {
        List<Edit> day = day();
        Iterator<TimedEdit> future = Replay.future(day, NOW);
        List<TimedEdit> history = Replay.history(day, NOW);
        for (int days = 1; days <= 3; days++) {
            for (TimedEdit past : history) {
                TimedEdit next = future.next();
                assertThat(next.edit()).isSameAs(past.edit());
                assertThat(next.time()).isEqualTo(past.time().plus(Duration.ofDays(days)));
            }
        }
    }

    @Test
    void delayedEditsArriveOutOfOrderButNoneByMoreThanTheDelay() {
        List<Edit> day = day();
        Duration delay = Duration.ofMinutes(10);
        List<TimedEdit> delayed = Replay.delayed(day, delay, 7);
        assertThat(delayed).hasSize(day.size()).isEqualTo(Replay.delayed(day, delay, 7));
        assertThat(delayed.stream().map(TimedEdit::edit).collect(toSet())).isEqualTo(Set.copyOf(day));
        Instant latest = Instant.EPOCH;
        int late = 0;
        for (TimedEdit edit : delayed) {
            assertThat(edit.time()).isEqualTo(edit.edit().time()).isAfter(latest.minus(delay));
            late += edit.time().isBefore(latest) ? 1 : 0;
            latest = edit.time().isAfter(latest) ? edit.time() : latest;
        }
        assertThat(late).isGreaterThan(day.size() / 2);
    }

    private static List<Edit> day() {
        try (Stream<Edit> edits = WikipediaEdits.read()) {
            return edits.toList();
        }
    }
}
