package io.tesela.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The acceptance test of the way from Kafka to an answer. */
class DemoOnceTest {
    @Test
    void everyServedFeatureOfEveryEntityEqualsTheOracles() throws Exception {
        StringWriter text = new StringWriter();
        DemoOnce.Outcome outcome = new DemoOnce(new PrintWriter(text), InstantSource.system()).run();
        System.out.println(text);
        assertThat(outcome.different()).as(text.toString()).isZero();
        assertThat(outcome.sent()).isEqualTo(WikipediaEdits.COUNT);
        assertThat(outcome.progress()).hasSize(3).allSatisfy(view -> {
            assertThat(view.rows()).isEqualTo(WikipediaEdits.COUNT);
            assertThat(view.late()).isZero();
            assertThat(view.dead()).isZero();
            assertThat(view.batch())
                    .as("several batches, so that tiles are updated")
                    .isPositive();
        });
        assertThat(outcome.compared()).isGreaterThan(2_000_000);
        assertThat(outcome.values()).isGreaterThan(500_000);
        assertThat(outcome.isRight()).isTrue();
        assertThat(text.toString()).contains(": 0 differ");
    }
}
