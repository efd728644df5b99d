package io.tesela.core.registry;

import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.FLOAT32;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.STRING;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.TileTable;
import io.tesela.core.time.Micros;
import io.tesela.definition.Aggregation;
import io.tesela.definition.Column;
import io.tesela.definition.Kafka;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppliedViewTest {
    @Test
    void o3_tableKeepsTilesForTheLongestReachOfAWindowAndOneInterval() {
        assertThat(retention(sum("amount").over(ofMinutes(30), ofMinutes(60)))).isEqualTo(ofMinutes(61));
        assertThat(retention(sum("amount").over(Window.of(ofMinutes(30), ofMinutes(-45)))))
                .isEqualTo(ofMinutes(76));
        assertThat(retention(sum("amount").over(Window.series(ofDays(-2), ofMinutes(10), ofMinutes(20)))))
                .isEqualTo(ofDays(2).plusMinutes(1));
    }

    @Test
    void fingerprintStaysTheSameInAllVersionsOfTheProgram() {
        assertThat(Fraud.applied("prod", 1).requireView("user_spending").fingerprint())
                .isEqualTo("fbc1407d9ca945573b1b3b3a8b1cbc92");
    }

    @Test
    void fingerprintIgnoresWhatDoesNotTouchTheTiles() {
        AppliedView original = applied(Fraud.transactions());
        StreamFeatureView edited = Fraud.userSpending(Fraud.transactions()
                        .streamConfig(Kafka.topics("refunds", "payments").bootstrapServers("elsewhere:9092"))
                        .column("unused", STRING)
                        .watermarkDelayThreshold(ofMinutes(20))
                        .description("new")
                        .build())
                .sql("SELECT user_id, merchant_id, amount, occurred_at -- all\nFROM transactions WHERE amount > 0;")
                .aggregate(sum("amount").over(ofDays(3)))
                .triggerInterval(Duration.ZERO)
                .owner("new")
                .build();
        assertThat(new AppliedView(edited, 9, Fraud.OUTPUT).fingerprint()).isEqualTo(original.fingerprint());
    }

    @Test
    void fingerprintChangesWithWhatTheTilesMean() {
        StreamFeatureView view =
                Fraud.userSpending(Fraud.transactions().build()).build();
        String original = new AppliedView(view, 1, Fraud.OUTPUT).fingerprint();
        StreamSource source = Fraud.transactions().build();
        List<StreamFeatureView.Builder> edits = List.of(
                Fraud.userSpending(source).sql("SELECT * FROM transactions"),
                Fraud.userSpending(source).aggregationInterval(ofMinutes(2)),
                Fraud.userSpending(source).featureStartTime("2026-01-02T00:00:00Z"),
                Fraud.userSpending(source).aggregate(max("amount").over(ofDays(1))),
                Fraud.userSpending(Fraud.transactions()
                        .streamConfig(Kafka.topic("payments").bootstrapServers("kafka-1:9092"))
                        .build()),
                Fraud.userSpending(
                        Fraud.transactions().deduplicationColumns("user_id").build()));
        assertThat(edits)
                .allSatisfy(edit -> assertThat(new AppliedView(edit.build(), 1, Fraud.OUTPUT).fingerprint())
                        .isNotEqualTo(original));
        Schema floats = new Schema(Fraud.OUTPUT.columns().stream()
                .map(column -> column.type().equals(FLOAT64) ? new Column(column.name(), FLOAT32) : column)
                .toList());
        assertThat(new AppliedView(view, 1, floats).fingerprint()).isNotEqualTo(original);
    }

    private static AppliedView applied(StreamSource.Builder source) {
        return new AppliedView(Fraud.userSpending(source.build()).build(), 1, Fraud.OUTPUT);
    }

    private static Duration retention(Aggregation aggregation) {
        StreamFeatureView view = StreamFeatureView.named("v")
                .entities(Fraud.USER)
                .source(Fraud.transactions().build())
                .sql("SELECT * FROM transactions")
                .aggregate(aggregation)
                .aggregationInterval(ofMinutes(1))
                .build();
        TileTable table = new AppliedView(view, 7, Fraud.OUTPUT).table();
        assertThat(table).isEqualTo(new TileTable(7, "v", Micros.of(ofMinutes(1)), table.retentionMicros()));
        return Duration.ofNanos(table.retentionMicros() * 1_000);
    }
}
