import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.STRING;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import io.tesela.definition.Entity;
import io.tesela.definition.FeatureRepository;
import io.tesela.definition.FeatureService;
import io.tesela.definition.FileConfig;
import io.tesela.definition.Kafka;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import java.util.List;

/** What the fraud model knows of a user's spending, fresh to the minute. */
public final class FraudFeatures implements FeatureRepository {
    static final Entity USER = Entity.of("user", "user_id", STRING);

    static final StreamSource TRANSACTIONS = StreamSource.named("transactions")
            .streamConfig(Kafka.topic("transactions").bootstrapServers("kafka:9092"))
            .batchConfig(FileConfig.parquet("/data/fraud/transactions"))
            .column("user_id", STRING)
            .column("merchant_id", STRING)
            .column("amount", FLOAT64)
            .timestampField("occurred_at")
            .watermarkDelayThreshold(ofMinutes(10))
            .build();

    static final StreamFeatureView USER_SPENDING = StreamFeatureView.named("user_spending")
            .entities(USER)
            .source(TRANSACTIONS)
            .sql("""
                 SELECT user_id, merchant_id, amount, occurred_at
                 FROM transactions
                 WHERE amount > 0
                 """)
            .aggregate(
                    sum("amount").over(ofMinutes(30), ofHours(24), ofDays(7)),
                    mean("amount").over(ofDays(7)),
                    approxCountDistinct("merchant_id").over(ofDays(30)))
            .aggregationInterval(ofMinutes(1))
            .batchSchedule(ofDays(1))
            .featureStartTime("2026-01-01T00:00:00Z")
            .online()
            .offline()
            .build();

    @Override
    public List<FeatureService> services() {
        return List.of(FeatureService.of("fraud_detection", USER_SPENDING));
    }
}
