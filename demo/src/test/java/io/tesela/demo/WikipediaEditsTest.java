package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WikipediaEditsTest {
    @Test
    void theDayIsWholeAndOrderedByTime() {
        try (Stream<Edit> edits = WikipediaEdits.read()) {
            assertThat(edits.toList())
                    .hasSize(WikipediaEdits.COUNT)
                    .isSortedAccordingTo(Comparator.comparing(Edit::time))
                    .first()
                    .satisfies(edit -> {
                        assertThat(edit.time()).isEqualTo("2015-09-12T00:46:58.771Z");
                        assertThat(edit.user()).isEqualTo("GELongstreet");
                        assertThat(edit.channel()).isEqualTo("#en.wikipedia");
                        assertThat(edit.page()).isEqualTo("Talk:Oswald Tilghman");
                    });
        }
    }

    @Test
    void anEditAtAnotherTimeDiffersInNothingElse() {
        Instant other = Instant.parse("2026-01-02T03:04:05.678Z");
        try (Stream<Edit> edits = WikipediaEdits.read()) {
            for (Edit edit : (Iterable<Edit>) edits.limit(1000)::iterator) {
                Edit moved = WikipediaEdits.parse(edit.jsonAt(other));
                assertThat(moved.time()).isEqualTo(other);
                assertThat(moved.jsonAt(edit.time())).isEqualTo(edit.json());
            }
        }
    }

    static List<Edit> edits(String... lines) {
        return Stream.of(lines).map(WikipediaEdits::parse).toList();
    }
}
