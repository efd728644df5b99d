package io.tesela.core.retrieval;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.sum;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.aggregation.EventValues;
import io.tesela.core.aggregation.FeatureValue;
import io.tesela.core.aggregation.FeatureValue.Status;
import io.tesela.core.aggregation.TileAccumulator;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.EntityKey;
import io.tesela.core.store.InMemoryOnlineStore;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Requests over two views, a renamed and a composite key, against sums over the raw events. */
final class RetrievalLaws {
    private static final long SEED = 20_260_302;
    private static final long START = 1_772_000_000L / 60 * 60;
    private static final int SPAN_SECONDS = 4 * 3_600;
    private static final Schema COLUMNS = Schema.of(
            new Column("user", DataType.STRING),
            new Column("shop", DataType.INT64),
            new Column("items", DataType.INT64),
            new Column("at", DataType.TIMESTAMP));
    private static final StreamSource SOURCE = StreamSource.named("sales")
            .streamConfig(Kafka.topic("sales").bootstrapServers("127.0.0.1:9092"))
            .column("user", DataType.STRING)
            .column("shop", DataType.INT64)
            .column("items", DataType.INT64)
            .column("at", DataType.TIMESTAMP)
            .timestampField("at")
            .acceptAllLateEvents()
            .build();
    private static final StreamFeatureView BY_USER = view("b_user", Entity.of("user", "user", DataType.STRING));
    private static final StreamFeatureView BY_PAIR = view(
            "a_pair",
            Entity.named("pair")
                    .joinKey("shop", DataType.INT64)
                    .joinKey("user", DataType.STRING)
                    .build());
    private static final AppliedRepository REPOSITORY = new AppliedRepository(
            "w",
            1,
            Instant.EPOCH,
            List.of(new AppliedView(BY_USER, 1, COLUMNS), new AppliedView(BY_PAIR, 2, COLUMNS)),
            List.of(FeatureService.of("all", BY_USER.joinKey("user", "buyer"), BY_PAIR)));

    private static StreamFeatureView view(String name, Entity entity) {
        return StreamFeatureView.named(name)
                .source(SOURCE)
                .entities(entity)
                .sql("SELECT * FROM sales")
                .aggregate(
                        sum("items").over(ofMinutes(30), ofHours(2)),
                        count("items").over(ofHours(1)))
                .aggregationInterval(ofMinutes(1))
                .online()
                .build();
    }

    private record Sale(long second, String user, long shop, long items) {}

    private record Items(long items) implements EventValues {
        @Override
        public boolean isNull(int column) {
            return false;
        }

        @Override
        public long longValue(int column) {
            return items;
        }

        @Override
        public double doubleValue(int column) {
            throw new IllegalStateException("items is an integer");
        }

        @Override
        public String stringValue(int column) {
            throw new IllegalStateException("items is an integer");
        }

        @Override
        public List<@Nullable Object> listValue(int column) {
            throw new IllegalStateException("items is an integer");
        }
    }

    @Test
    void w2_answersEqualSumsOverTheRawEvents() {
        Random random = new Random(SEED);
        List<Sale> sales = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            sales.add(new Sale(
                    START + random.nextInt(SPAN_SECONDS),
                    "u" + random.nextInt(4),
                    random.nextInt(3),
                    random.nextInt(100)));
        }
        InMemoryOnlineStore store = new InMemoryOnlineStore();
        write(store, REPOSITORY.requireView("b_user"), sales);
        write(store, REPOSITORY.requireView("a_pair"), sales);
        ServicePlan plan = ServicePlan.of(REPOSITORY, "all");
        assertThat(plan.requestKeys()).extracting(RequestKey::name).containsExactly("shop", "user", "buyer");
        for (int i = 0; i < 300; i++) {
            check(store, plan, sales, random, i);
        }
    }

    private static void check(
            InMemoryOnlineStore store, ServicePlan plan, List<Sale> sales, Random random, int number) {
        long now = START + random.nextInt(SPAN_SECONDS + 7_200);
        Retrieval retrieval = new Retrieval(store, InstantSource.fixed(Instant.ofEpochSecond(now)), System::nanoTime);
        List<EntityRow> rows = new ArrayList<>();
        List<Map<String, @Nullable Object>> asked = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            Map<String, @Nullable Object> keys = new HashMap<>();
            keys.put("shop", random.nextInt(8) == 0 ? null : (Object) (long) random.nextInt(4));
            keys.put("user", "u" + random.nextInt(5));
            keys.put("buyer", "u" + random.nextInt(5));
            asked.add(keys);
            rows.add(plan.row(keys));
        }
        List<FeatureVector> vectors =
                retrieval.features(plan, rows, RetrievalOptions.DEFAULT).rows();
        for (int row = 0; row < 3; row++) {
            Map<String, @Nullable Object> keys = asked.get(row);
            Map<String, @Nullable Object> expected = new TreeMap<>();
            List<Sale> pair = sales.stream()
                    .filter(sale ->
                            sale.user().equals(keys.get("user")) && ((Object) sale.shop()).equals(keys.get("shop")))
                    .toList();
            List<Sale> buyer = sales.stream()
                    .filter(sale -> sale.user().equals(keys.get("buyer")))
                    .toList();
            expect("a_pair", pair, now, expected);
            expect("b_user", buyer, now, expected);
            Map<String, @Nullable Object> given = new TreeMap<>();
            for (int f = 0; f < plan.features().size(); f++) {
                FeatureValue value = vectors.get(row).values()[f];
                given.put(plan.features().get(f).name(), value.value());
                assertThat(value.status() == Status.MISSING_DATA).isEqualTo(value.value() == null);
            }
            assertThat(given)
                    .as("seed %d, request %d, row %d", SEED, number, row)
                    .isEqualTo(expected);
        }
    }

    private static void expect(String view, List<Sale> sales, long now, Map<String, @Nullable Object> expected) {
        expected.put(view + ".items_sum_30m_1m", total(sales, now, 1_800, false));
        expected.put(view + ".items_sum_2h_1m", total(sales, now, 7_200, false));
        expected.put(view + ".items_count_1h_1m", total(sales, now, 3_600, true));
    }

    private static @Nullable Long total(List<Sale> sales, long now, long window, boolean counted) {
        long end = now - now % 60;
        List<Sale> inside = sales.stream()
                .filter(sale -> sale.second() >= end - window && sale.second() < end)
                .toList();
        if (inside.isEmpty()) {
            return null;
        }
        return inside.stream().mapToLong(sale -> counted ? 1 : sale.items()).sum();
    }

    private static void write(InMemoryOnlineStore store, AppliedView view, List<Sale> sales) {
        Map<List<Object>, TileAccumulator> tiles = new HashMap<>();
        for (Sale sale : sales) {
            List<Object> key = view.view().joinKeys().size() == 1
                    ? List.of(sale.second() / 60, sale.user())
                    : List.of(sale.second() / 60, sale.shop(), sale.user());
            tiles.computeIfAbsent(key, each -> view.tileLayout().accumulator())
                    .add(sale.second() * Micros.PER_SECOND, new Items(sale.items()));
        }
        WriterToken token = new WriterToken(store.claim(view.table(), "a test"), 1);
        store.beginBatch(view.table(), token);
        List<TileWrite> writes = new ArrayList<>();
        tiles.forEach((key, tile) -> writes.add(new TileWrite(
                EntityKey.encode(view.view().joinKeys(), key.subList(1, key.size())),
                (Long) key.get(0) * 60 * Micros.PER_SECOND,
                tile.encode())));
        store.write(view.table(), token, writes);
    }
}
