package io.tesela.definition;

import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.approxPercentile;
import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.first;
import static io.tesela.definition.Aggregations.firstDistinct;
import static io.tesela.definition.Aggregations.last;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Definitions that are wrong, each in the way that its name says. */
final class BadDefinitions {
    static final Entity USER = Entity.of("user", "user_id", STRING);
    static final StreamSource TRANSACTIONS = transactions().build();

    private final Map<String, Supplier<?>> all = new LinkedHashMap<>();

    private BadDefinitions() {}

    static Map<String, Supplier<?>> all() {
        BadDefinitions definitions = new BadDefinitions();
        definitions.entities();
        definitions.streamConfigs();
        definitions.sources();
        definitions.views();
        definitions.intervals();
        definitions.windows();
        definitions.series();
        definitions.functions();
        definitions.services();
        return definitions.all;
    }

    static StreamSource.Builder transactions() {
        return StreamSource.named("transactions")
                .streamConfig(Kafka.topic("transactions").bootstrapServers("kafka:9092"))
                .column("user_id", STRING)
                .column("merchant_id", STRING)
                .column("amount", FLOAT64)
                .column("occurred_at", TIMESTAMP)
                .timestampField("occurred_at")
                .watermarkDelayThreshold(ofMinutes(10));
    }

    /** A view that lacks nothing but aggregations and an interval. */
    static StreamFeatureView.Builder attributes() {
        return StreamFeatureView.named("user_spending")
                .entities(USER)
                .source(TRANSACTIONS)
                .sql("SELECT * FROM transactions")
                .online();
    }

    static StreamFeatureView.Builder view(Aggregation... aggregations) {
        return attributes().aggregate(aggregations).aggregationInterval(ofMinutes(1));
    }

    private void entities() {
        all.put("entity without a name", () -> Entity.of("", "user_id", STRING));
        all.put("entity name with a dash", () -> Entity.of("gold-user", "user_id", STRING));
        all.put("entity without join key", () -> Entity.named("user").build());
        all.put("join key with a space", () -> Entity.of("user", "user id", STRING));
        all.put("join key of a type that is no key", () -> Entity.of("user", "spent", FLOAT64));
        all.put(
                "join key twice",
                () -> Entity.named("user")
                        .joinKey("id", STRING)
                        .joinKey("ID", INT64)
                        .build());
    }

    private void streamConfigs() {
        all.put("source without a stream", () -> source().build());
        all.put(
                "kafka without servers",
                () -> source().streamConfig(Kafka.topic("transactions")).build());
        all.put(
                "kafka server without a port",
                () -> source().streamConfig(Kafka.topic("transactions").bootstrapServers("kafka"))
                        .build());
        all.put(
                "kafka without a topic",
                () -> source().streamConfig(Kafka.topics().bootstrapServers("kafka:9092"))
                        .build());
        all.put(
                "kafka topic that cannot exist",
                () -> source().streamConfig(Kafka.topic("my topic").bootstrapServers("kafka:9092"))
                        .build());
        all.put(
                "kafka options that have a method",
                () -> source().streamConfig(Kafka.topic("transactions")
                                .bootstrapServers("kafka:9092")
                                .option("startingOffsets", "latest")
                                .option("failOnDataLoss", "false"))
                        .build());
        all.put(
                "negative bound on a batch",
                () -> source().streamConfig(Kafka.topic("transactions")
                                .bootstrapServers("kafka:9092")
                                .maxOffsetsPerTrigger(-1))
                        .build());
        all.put(
                "file stream without a folder",
                () -> source().streamConfig(FileStreamConfig.json("").maxFilesPerTrigger(-2))
                        .build());
    }

    private void sources() {
        all.put(
                "source name that starts with a digit",
                () -> StreamSource.named("2nd")
                        .streamConfig(FileStreamConfig.json("/data"))
                        .column("at", TIMESTAMP)
                        .timestampField("at")
                        .acceptAllLateEvents()
                        .build());
        all.put(
                "source without lateness",
                () -> StreamSource.named("s")
                        .streamConfig(FileStreamConfig.json("/data"))
                        .column("at", TIMESTAMP)
                        .timestampField("at")
                        .build());
        all.put(
                "source without columns",
                () -> StreamSource.named("s")
                        .streamConfig(FileStreamConfig.json("/data"))
                        .timestampField("at")
                        .acceptAllLateEvents()
                        .build());
        all.put("timestamp not said", () -> transactions().timestampField("").build());
        all.put(
                "timestamp misspelt",
                () -> transactions().timestampField("ocurred_at").build());
        all.put(
                "timestamp of another type",
                () -> transactions().timestampField("amount").build());
        all.put(
                "column twice",
                () -> transactions()
                        .column("Amount", FLOAT64)
                        .column("e-mail", STRING)
                        .build());
        all.put(
                "column of Tesela's own",
                () -> transactions().column("__tesela_record", INT64).build());
        all.put(
                "negative watermark delay",
                () -> transactions().watermarkDelayThreshold(ofMinutes(-10)).build());
        all.put(
                "no future tolerance",
                () -> transactions().futureTolerance(ZERO).build());
        all.put(
                "unknown deduplication column",
                () -> transactions()
                        .deduplicationColumns("transaction", "user_id", "user_id")
                        .build());
        all.put(
                "batch files without a path",
                () -> transactions()
                        .batchConfig(FileConfig.parquet(" ").dataDelay(ofHours(-1)))
                        .build());
    }

    private static StreamSource.Builder source() {
        return StreamSource.named("transactions")
                .column("at", TIMESTAMP)
                .timestampField("at")
                .acceptAllLateEvents();
    }

    private void views() {
        all.put("view of nothing", () -> StreamFeatureView.named("empty").build());
        all.put(
                "view name with a dot",
                () -> StreamFeatureView.named("user.spending")
                        .entities(USER)
                        .source(TRANSACTIONS)
                        .sql("SELECT * FROM transactions")
                        .build());
        all.put(
                "sql of another source",
                () -> attributes().sql("SELECT * FROM payments").build());
        all.put("entity twice", () -> attributes().entities(USER, USER).build());
        all.put(
                "entities with the same join key",
                () -> attributes()
                        .entities(USER, Entity.of("payer", "user_id", STRING))
                        .build());
        all.put(
                "feature start time without a zone",
                () -> attributes().featureStartTime("2026-01-01").build());
        all.put(
                "negative trigger interval",
                () -> attributes().triggerInterval(ofSeconds(-1)).build());
        all.put("negative ttl", () -> attributes().ttl(ofDays(-1)).build());
        all.put(
                "ttl with aggregations",
                () -> view(sum("amount").over(ofHours(1))).ttl(ofDays(1)).build());
        all.put(
                "batch schedule that cuts tiles",
                () -> view(sum("amount").over(ofHours(1)))
                        .batchSchedule(ofSeconds(90))
                        .build());
        all.put(
                "batch schedule of nothing",
                () -> view(sum("amount").over(ofHours(1))).batchSchedule(ZERO).build());
        all.put(
                "backfill interval that cuts batch periods",
                () -> view(sum("amount").over(ofHours(1)))
                        .batchSchedule(ofDays(1))
                        .maxBackfillInterval(ofHours(30))
                        .build());
        all.put(
                "backfill interval without batch schedule",
                () -> view(sum("amount").over(ofHours(1)))
                        .maxBackfillInterval(ofDays(1))
                        .build());
    }

    private void intervals() {
        Aggregation hourly = sum("amount").over(ofHours(1));
        all.put("interval not said", () -> attributes().aggregate(hourly).build());
        all.put(
                "interval under a second",
                () -> view(hourly).aggregationInterval(ofMillis(1)).build());
        all.put(
                "negative interval",
                () -> view(hourly).aggregationInterval(ofMinutes(-1)).build());
        all.put(
                "interval of fractions of a millisecond",
                () -> view(hourly)
                        .aggregationInterval(Duration.ofNanos(1_500_000_001))
                        .build());
        all.put(
                "interval without aggregations",
                () -> attributes().aggregationInterval(ofMinutes(1)).build());
        all.put(
                "interval in continuous mode",
                () -> view(hourly)
                        .streamProcessingMode(StreamProcessingMode.CONTINUOUS)
                        .build());
    }

    private void windows() {
        all.put("no window", () -> view(sum("amount").over(new Duration[0])).build());
        all.put("window of nothing", () -> view(sum("amount").over(ZERO)).build());
        all.put("negative window", () -> view(sum("amount").over(ofHours(-1))).build());
        all.put(
                "window longer than a multiple",
                () -> view(sum("amount").over(ofSeconds(150))).build());
        all.put(
                "window shorter than a tile",
                () -> view(sum("amount").over(ofSeconds(10))).build());
        all.put(
                "window of eleven years",
                () -> view(sum("amount").over(ofDays(11 * 365))).build());
        all.put(
                "offset into the future",
                () -> view(sum("amount").over(Window.of(ofHours(1), ofHours(1))))
                        .build());
        all.put(
                "offset that cuts tiles",
                () -> view(sum("amount").over(Window.of(ofHours(1), ofSeconds(-90))))
                        .build());
        all.put(
                "one name for two windows",
                () -> view(sum("amount").over(ofHours(1), ofHours(2)).named("spent"))
                        .build());
        all.put(
                "feature name with a space",
                () -> view(sum("amount").over(ofHours(1)).named("spent today")).build());
        all.put(
                "two features with one name",
                () -> view(sum("amount").over(ofHours(1)), sum("amount").over(ofHours(1)))
                        .build());
        all.put(
                "aggregation of no column",
                () -> view(sum("").over(ofHours(1)).named("spent")).build());
    }

    private void series() {
        all.put(
                "series that starts now",
                () -> view(sum("amount").over(Window.series(ZERO, ofDays(1), ofDays(1))))
                        .build());
        all.put(
                "series without a step",
                () -> view(sum("amount").over(Window.series(ofDays(-7), ZERO, ofDays(1))))
                        .build());
        all.put(
                "series that cuts tiles",
                () -> view(sum("amount")
                                .over(new Window.WindowSeries(ofSeconds(-90), ZERO, ofSeconds(30), ofSeconds(45))))
                        .build());
        all.put(
                "series shorter than its window",
                () -> view(sum("amount").over(Window.series(ofDays(-1), ofDays(1), ofDays(2))))
                        .build());
        all.put(
                "series that ends in the future",
                () -> view(sum("amount").over(new Window.WindowSeries(ofDays(-1), ofDays(1), ofHours(1), ofHours(1))))
                        .build());
        all.put(
                "series of too many windows",
                () -> view(sum("amount").over(Window.series(ofDays(-7), ofMinutes(1), ofMinutes(1))))
                        .build());
    }

    private void functions() {
        all.put("last of none", () -> view(last("amount", 0).over(ofHours(1))).build());
        all.put(
                "first of too many",
                () -> view(first("amount", 1001).over(ofHours(1))).build());
        all.put(
                "last distinct of too many",
                () -> view(lastDistinct("merchant_id", 2000).over(ofHours(1))).build());
        all.put(
                "first distinct of fewer than none",
                () -> view(firstDistinct("merchant_id", -1).over(ofHours(1))).build());
        all.put(
                "distinct count of too much precision",
                () -> view(approxCountDistinct("merchant_id", 17).over(ofHours(1)))
                        .build());
        all.put(
                "percentile in percent",
                () -> view(approxPercentile("amount", 99).over(ofHours(1))).build());
        all.put(
                "percentile of too little precision",
                () -> view(approxPercentile("amount", 0.5, 10).over(ofHours(1))).build());
    }

    private void services() {
        StreamFeatureView spending = view(
                        sum("amount").over(ofHours(1)), mean("amount").over(ofHours(1)))
                .build();
        StreamFeatureView numbered = StreamFeatureView.named("numbered")
                .entities(Entity.of("number", "user_id", INT64))
                .source(TRANSACTIONS)
                .sql("SELECT * FROM transactions")
                .aggregate(count("amount").over(ofHours(1)))
                .aggregationInterval(ofMinutes(1))
                .build();
        StreamFeatureView pairs = StreamFeatureView.named("pairs")
                .entities(USER, Entity.of("merchant", "merchant_id", STRING))
                .source(TRANSACTIONS)
                .sql("SELECT * FROM transactions")
                .aggregate(count("amount").over(ofHours(1)))
                .aggregationInterval(ofMinutes(1))
                .build();
        all.put("service without features", () -> FeatureService.of("fraud"));
        all.put("service name with a slash", () -> FeatureService.of("fraud/v2", spending));
        all.put(
                "service with an unknown feature",
                () -> FeatureService.of("fraud", spending.features("amount_sum_1h_1min")));
        all.put(
                "service with a feature twice",
                () -> FeatureService.of("fraud", spending, spending.features("amount_sum_1h_1m")));
        all.put(
                "service that renames an unknown join key",
                () -> FeatureService.of("fraud", spending.joinKey("userid", "payer")));
        all.put("request key of two types", () -> FeatureService.of("fraud", spending, numbered));
        all.put(
                "request key for two join keys",
                () -> FeatureService.of("fraud", pairs.joinKey("merchant_id", "user_id")));
        all.put("request key with a dot", () -> FeatureService.of("fraud", spending.joinKey("user_id", "payer.id")));
    }
}
