package io.tesela.core.registry;

import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.approxPercentile;
import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.last;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.BOOLEAN;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Entity;
import io.tesela.definition.FeatureService;
import io.tesela.definition.FileConfig;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.Kafka;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import java.time.Instant;
import java.util.List;

/** Definitions that use every kind of part there is. */
final class Fraud {
    static final Entity USER = Entity.named("user")
            .joinKey("user_id", STRING)
            .description("Who pays")
            .build();
    static final Entity CARD = Entity.named("card")
            .joinKey("bank", INT64)
            .joinKey("card_number", STRING)
            .build();

    static final Schema OUTPUT = Schema.of(
            new Column("user_id", STRING),
            new Column("merchant_id", STRING),
            new Column("amount", FLOAT64),
            new Column("occurred_at", TIMESTAMP));

    private Fraud() {}

    static StreamSource.Builder transactions() {
        return StreamSource.named("transactions")
                .streamConfig(Kafka.topics("payments", "refunds")
                        .bootstrapServers("kafka-1:9092", "kafka-2:9092")
                        .option("kafka.security.protocol", "SSL"))
                .batchConfig(FileConfig.parquet("/data/transactions").dataDelay(ofHours(2)))
                .column("user_id", STRING)
                .column("merchant_id", STRING)
                .column("amount", FLOAT64)
                .column("labels", DataType.arrayOf(STRING))
                .column("occurred_at", TIMESTAMP)
                .timestampField("occurred_at")
                .watermarkDelayThreshold(ofMinutes(10))
                .owner("payments@example.com")
                .tag("tier", "1")
                .tag("area", "fraud");
    }

    static StreamFeatureView.Builder userSpending(StreamSource source) {
        return StreamFeatureView.named("user_spending")
                .entities(USER)
                .source(source)
                .sql("""
                        SELECT user_id, merchant_id, amount, occurred_at
                        FROM transactions
                        WHERE amount > 0
                        """)
                .aggregate(
                        sum("amount").over(ofMinutes(30), ofHours(24), ofDays(7)),
                        mean("amount").over(ofDays(7)).named("usual_amount"),
                        last("amount", 3).over(Window.of(ofHours(1), ofDays(-1))),
                        lastDistinct("merchant_id", 10).over(ofHours(1)),
                        approxPercentile("amount", 0.99).over(ofHours(1)),
                        count("amount").over(Window.series(ofDays(-7), ofDays(1), ofDays(1))),
                        approxCountDistinct("merchant_id").over(ofDays(30)))
                .aggregationInterval(ofMinutes(1))
                .batchSchedule(ofDays(1))
                .featureStartTime("2026-01-01T00:00:00Z")
                .online()
                .offline()
                .description("What a user spends")
                .owner("fraud@example.com")
                .tag("model", "fraud_detection");
    }

    static StreamFeatureView cardUse() {
        StreamSource source = StreamSource.named("card_events")
                .streamConfig(FileStreamConfig.json("/data/cards"))
                .column("bank", INT64)
                .column("card_number", STRING)
                .column("online", BOOLEAN)
                .column("at", TIMESTAMP)
                .timestampField("at")
                .acceptAllLateEvents()
                .build();
        return StreamFeatureView.named("card_use")
                .entities(CARD)
                .source(source)
                .sql("SELECT * FROM card_events")
                .aggregate(count("online").over(ofHours(1)))
                .aggregationInterval(ofMinutes(5))
                .online()
                .build();
    }

    static AppliedRepository applied(String workspace, long version) {
        StreamFeatureView spending = userSpending(transactions().build()).build();
        StreamFeatureView cards = cardUse();
        return new AppliedRepository(
                workspace,
                version,
                Instant.parse("2026-02-03T04:05:06.789Z"),
                List.of(new AppliedView(cards, 2, cards.source().schema()), new AppliedView(spending, 1, OUTPUT)),
                List.of(
                        FeatureService.of("cards", cards.joinKey("card_number", "pan")),
                        FeatureService.named("fraud_detection")
                                .features(spending.features("usual_amount", "amount_sum_30m_1m"), cards)
                                .description("Is it the user?")
                                .build()));
    }
}
