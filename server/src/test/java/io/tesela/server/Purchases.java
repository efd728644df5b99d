package io.tesela.server;

import static io.tesela.definition.Aggregations.approxCountDistinct;
import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.last;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.mean;
import static io.tesela.definition.Aggregations.sum;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import io.tesela.core.aggregation.EventValues;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import io.tesela.core.time.Micros;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Entity;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Kafka;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small repository in workspace {@code prod}, and a way to make tiles of events without a stream job. */
final class Purchases {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");

    private static final Column USER_ID = new Column("user_id", DataType.STRING);
    private static final Column MERCHANT = new Column("merchant", DataType.INT64);
    private static final Column AMOUNT = new Column("amount", DataType.FLOAT64);
    private static final Column ITEMS = new Column("items", DataType.INT64);
    private static final Column SHOP = new Column("shop", DataType.STRING);
    private static final Column PAID_AT = new Column("paid_at", DataType.TIMESTAMP);
    private static final Column AT = new Column("at", DataType.TIMESTAMP);
    private static final Schema COLUMNS = Schema.of(USER_ID, MERCHANT, AMOUNT, ITEMS, SHOP, PAID_AT, AT);

    private static final StreamSource SOURCE = COLUMNS.columns().stream()
            .reduce(
                    StreamSource.named("purchases")
                            .streamConfig(Kafka.topic("purchases").bootstrapServers("127.0.0.1:9092"))
                            .timestampField("at")
                            .watermarkDelayThreshold(ofMinutes(10)),
                    (builder, column) -> builder.column(column.name(), column.type()),
                    (a, b) -> a)
            .build();

    static final StreamFeatureView SPENDING = view("user_spending", Entity.of("user", "user_id", DataType.STRING))
            .aggregate(
                    sum("amount").over(ofMinutes(30), ofHours(24)),
                    count("amount").over(ofMinutes(30)),
                    mean("amount").over(ofHours(1)).named("mean_amount"),
                    sum("items").over(ofHours(1)).named("item_sum"),
                    last("shop", 3).over(ofHours(1)).named("shops"),
                    max("paid_at").over(ofHours(1)).named("last_payment"),
                    count("items")
                            .over(Window.series(ofMinutes(-3), ofMinutes(1), ofMinutes(1)))
                            .named("per_minute"))
            .description("What a user spends")
            .owner("risk")
            .tag("team", "risk")
            .tag("stage", "test")
            .build();

    static final StreamFeatureView VISITS = view(
                    "merchant_visits",
                    Entity.named("visit")
                            .joinKey("merchant", DataType.INT64)
                            .joinKey("user_id", DataType.STRING)
                            .build())
            .aggregate(
                    count("items").over(ofDays(1)), approxCountDistinct("shop").over(ofDays(1)))
            .build();

    static final FeatureService FRAUD = FeatureService.of("fraud", SPENDING, VISITS);
    static final FeatureService SPENDING_ONLY =
            FeatureService.of("spending", SPENDING.features("amount_sum_30m_1m").joinKey("user_id", "customer"));

    private Purchases() {}

    private static StreamFeatureView.Builder view(String name, Entity entity) {
        return StreamFeatureView.named(name)
                .source(SOURCE)
                .entities(entity)
                .sql("SELECT * FROM purchases")
                .timestampField("at")
                .aggregationInterval(ofMinutes(1))
                .online();
    }

    static AppliedRepository repository(long version, FeatureService... services) {
        return new AppliedRepository(
                "prod",
                version,
                Instant.parse("2026-01-01T00:00:00Z"),
                List.of(new AppliedView(SPENDING, 1, COLUMNS), new AppliedView(VISITS, 2, COLUMNS)),
                List.of(services));
    }

    static AppliedView spending() {
        return repository(1, FRAUD).requireView(SPENDING.name());
    }

    static AppliedView visits() {
        return repository(1, FRAUD).requireView(VISITS.name());
    }

    /** Writes the tile of these events of one entity, all of one minute. */
    static void write(OnlineStore store, AppliedView view, List<Object> key, Instant minute, Event... events) {
        TileTable table = view.table();
        WriterToken token = new WriterToken(store.claim(table, "a test"), 1);
        TileAccumulator tile = view.tileLayout().accumulator();
        for (Event event : events) {
            tile.add(Micros.of(event.at()), new Values(view.tileLayout().columns(), event.values()));
        }
        store.beginBatch(table, token);
        byte[] entity = EntityKey.encode(view.view().joinKeys(), key);
        store.write(table, token, List.of(new TileWrite(entity, Micros.of(minute), tile.encode())));
        long latest = Micros.of(events[events.length - 1].at());
        store.finishBatch(
                table, token, new StreamProgress("checkpoint", 1, latest, latest, Micros.of(NOW), 10, 3, 2, 1));
    }

    /** Column → value as {@link EventValues} gives it. */
    record Event(Instant at, Map<String, @Nullable Object> values) {}

    private record Values(Schema columns, Map<String, @Nullable Object> values) implements EventValues {
        private Object value(int column) {
            return Objects.requireNonNull(
                    values.get(columns.columns().get(column).name()));
        }

        @Override
        public boolean isNull(int column) {
            return values.get(columns.columns().get(column).name()) == null;
        }

        @Override
        public long longValue(int column) {
            return ((Number) value(column)).longValue();
        }

        @Override
        public double doubleValue(int column) {
            return ((Number) value(column)).doubleValue();
        }

        @Override
        public String stringValue(int column) {
            return (String) value(column);
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<@Nullable Object> listValue(int column) {
            return (List<@Nullable Object>) value(column);
        }
    }
}
