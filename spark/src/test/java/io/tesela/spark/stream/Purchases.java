package io.tesela.spark.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Seeded purchases in micro-batches: out of order, some late, some with null values, some that are no events, some with a
 * null key, some far in the future.
 */
final class Purchases {
    static final long MINUTE = 60_000_000L;
    static final long START = 1_767_225_600_000_000L;
    static final List<String> USERS = List.of("ann", "bob", "cy", "dörte", "eve😀", "");

    /** What is wrong with a record, or nothing. */
    enum Kind {
        GOOD,
        NULL_KEY,
        NULL_TIME,
        FUTURE,
        POISON
    }

    record Purchase(
            Kind kind,
            String user,
            @Nullable String shop,
            @Nullable Double amount,
            @Nullable Long units,
            long micros,
            String json) {}

    private final Random random;
    private final Set<Long> times = new HashSet<>();

    Purchases(long seed) {
        this.random = new Random(seed);
    }

    /** Micro-batches, a minute and a half apart. */
    List<List<Purchase>> batches(int batches, int size) {
        List<List<Purchase>> all = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            List<Purchase> purchases = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                purchases.add(next(START + batch * MINUTE * 3 / 2));
            }
            all.add(purchases);
        }
        return all;
    }

    private Purchase next(long about) {
        int dice = random.nextInt(100);
        Kind kind = dice < 90
                ? Kind.GOOD
                : List.of(Kind.NULL_KEY, Kind.NULL_TIME, Kind.FUTURE, Kind.POISON)
                        .get(random.nextInt(4));
        long lateness = dice < 10 ? random.nextLong(20 * MINUTE) : random.nextLong(3 * MINUTE);
        long micros = about + MINUTE - lateness;
        while (!times.add(micros)) {
            micros--;
        }
        String user = USERS.get(random.nextInt(USERS.size()));
        String shop = random.nextInt(10) == 0 ? null : "shop" + random.nextInt(12);
        Double amount = random.nextInt(10) == 0 ? null : random.nextInt(100_000) / 100.0;
        Long units = random.nextInt(10) == 0 ? null : (long) random.nextInt(50);
        return new Purchase(kind, user, shop, amount, units, micros, json(kind, user, shop, amount, units, micros));
    }

    private String json(
            Kind kind, String user, @Nullable String shop, @Nullable Double amount, @Nullable Long units, long micros) {
        if (kind == Kind.POISON) {
            return List.of("{\"user\":\"ann\",", "five", "{\"user\":7,\"at\":1}", "[]", "{\"at\":\"yesterday\"}")
                    .get(random.nextInt(5));
        }
        String time = kind == Kind.FUTURE ? "\"2999-01-01T00:00:00Z\"" : "\"" + instant(micros) + "\"";
        return "{\"user\":" + (kind == Kind.NULL_KEY ? "null" : "\"" + user + "\"")
                + ",\"shop\":" + (shop == null ? "null" : "\"" + shop + "\"")
                + ",\"amount\":" + amount
                + ",\"units\":" + units
                + (kind == Kind.NULL_TIME ? "" : ",\"at\":" + time)
                + ",\"ignored\":{}}";
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }
}
