package io.tesela.bench.server;

import static io.tesela.definition.Aggregations.count;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A view with 50 features in windows from ten minutes to 30 days, and a store full of its tiles. */
final class LoadedStore {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:30Z");
    static final String WORKSPACE = "bench";
    static final String SERVICE = "spending";

    private static final long MINUTE = Micros.of(ofMinutes(1));
    private static final int MINUTES_PER_DAY = 1_440;
    private static final int DAYS = 30;
    private static final Duration[] WINDOWS = {
        ofMinutes(10), ofMinutes(30), ofHours(1), ofHours(3), ofHours(6),
        ofHours(12), ofDays(1), ofDays(3), ofDays(7), ofDays(30)
    };
    private static final Schema COLUMNS = Schema.of(
            new Column("user_id", DataType.STRING),
            new Column("amount", DataType.FLOAT64),
            new Column("items", DataType.INT64),
            new Column("at", DataType.TIMESTAMP));
    private static final StreamFeatureView VIEW = StreamFeatureView.named("user_spending")
            .source(StreamSource.named("purchases")
                    .streamConfig(Kafka.topic("purchases").bootstrapServers("127.0.0.1:9092"))
                    .column("user_id", DataType.STRING)
                    .column("amount", DataType.FLOAT64)
                    .column("items", DataType.INT64)
                    .column("at", DataType.TIMESTAMP)
                    .timestampField("at")
                    .watermarkDelayThreshold(ofHours(1))
                    .build())
            .entities(Entity.of("user", "user_id", DataType.STRING))
            .sql("SELECT * FROM purchases")
            .aggregate(
                    sum("amount").over(WINDOWS),
                    mean("amount").over(WINDOWS),
                    max("amount").over(WINDOWS),
                    count("amount").over(WINDOWS),
                    sum("items").over(WINDOWS))
            .aggregationInterval(ofMinutes(1))
            .online()
            .build();

    private LoadedStore() {}

    static AppliedRepository repository() {
        return new AppliedRepository(
                WORKSPACE,
                1,
                NOW,
                List.of(new AppliedView(VIEW, 1, COLUMNS)),
                List.of(FeatureService.of(SERVICE, VIEW)));
    }

    static String user(int number) {
        return "user-" + number;
    }

    /**
     * Fills a store.
     *
     * @param tilesPerUser half of them in the last day, the others anywhere in the 30 days before now
     */
    static void fill(OnlineStore store, int users, int tilesPerUser) {
        AppliedView view = repository().requireView(VIEW.name());
        TileTable table = view.table();
        WriterToken token = new WriterToken(store.claim(table, "the load run"), 1);
        store.beginBatch(table, token);
        SplittableRandom random = new SplittableRandom(42);
        TileAccumulator tile = view.tileLayout().accumulator();
        RandomEvent event = new RandomEvent(random, view.tileLayout().columns());
        List<TileWrite> writes = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            byte[] entity = EntityKey.encode(VIEW.joinKeys(), List.of(user(user)));
            for (long start : starts(random, tilesPerUser)) {
                tile.reset();
                for (int events = 1 + random.nextInt(3); events > 0; events--) {
                    tile.add(start + random.nextLong(MINUTE), event);
                }
                writes.add(new TileWrite(entity, start, tile.encode()));
            }
            if (writes.size() > 20_000 || user == users - 1) {
                store.write(table, token, writes);
                writes.clear();
            }
        }
        long now = Micros.of(NOW);
        store.finishBatch(table, token, new StreamProgress("bench", 1, now, now, now, 1, 0, 0, 1));
    }

    private static SortedSet<Long> starts(SplittableRandom random, int count) {
        long lastEnd = Math.floorDiv(Micros.of(NOW), MINUTE) * MINUTE;
        TreeSet<Long> starts = new TreeSet<>();
        while (starts.size() < Math.min(count, DAYS * MINUTES_PER_DAY)) {
            int reach = starts.size() < count / 2 ? MINUTES_PER_DAY : DAYS * MINUTES_PER_DAY;
            starts.add(lastEnd - (1 + random.nextInt(reach)) * MINUTE);
        }
        return starts;
    }

    private record RandomEvent(SplittableRandom random, Schema columns) implements EventValues {
        @Override
        public boolean isNull(int column) {
            return false;
        }

        @Override
        public long longValue(int column) {
            return random.nextInt(10);
        }

        @Override
        public double doubleValue(int column) {
            return random.nextInt(10_000) / 100.0;
        }

        @Override
        public String stringValue(int column) {
            throw new IllegalStateException("No string column is aggregated");
        }

        @Override
        public List<@Nullable Object> listValue(int column) {
            throw new IllegalStateException("No array column is aggregated");
        }
    }
}
