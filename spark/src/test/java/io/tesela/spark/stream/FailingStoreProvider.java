package io.tesela.spark.stream;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStoreProvider;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileRead;
import io.tesela.core.store.TileSink;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The store {@code memory:NAME} under the address {@code failing:NAME}, with a hook before and after each step. */
public final class FailingStoreProvider implements OnlineStoreProvider {
    /** Called with the name of a step, such as {@code "before write"}, and the batch; it may throw. */
    interface Hook {
        void reach(String point, long batch);
    }

    private static final Map<String, Hook> HOOKS = new ConcurrentHashMap<>();

    static void hook(String name, Hook hook) {
        HOOKS.put(name, hook);
    }

    @Override
    public String scheme() {
        return "failing";
    }

    @Override
    public OnlineStore open(URI address) {
        String name = address.getSchemeSpecificPart();
        return new FailingStore(name, OnlineStores.open(URI.create("memory:" + name)));
    }

    private record FailingStore(String name, OnlineStore store) implements OnlineStore {
        private void reach(String point, long batch) {
            Hook hook = HOOKS.get(name);
            if (hook != null) {
                hook.reach(point, batch);
            }
        }

        @Override
        public long claim(TileTable table, String owner) {
            return store.claim(table, owner);
        }

        @Override
        public void beginBatch(TileTable table, WriterToken token) {
            reach("before begin", token.batch());
            store.beginBatch(table, token);
            reach("after begin", token.batch());
        }

        @Override
        public void write(TileTable table, WriterToken token, List<TileWrite> tiles) {
            reach("before write", token.batch());
            store.write(table, token, tiles.subList(0, tiles.size() / 2));
            reach("within write", token.batch());
            store.write(table, token, tiles.subList(tiles.size() / 2, tiles.size()));
            reach("after write", token.batch());
        }

        @Override
        public void finishBatch(TileTable table, WriterToken token, StreamProgress progress) {
            reach("before finish", token.batch());
            store.finishBatch(table, token, progress);
            reach("after finish", token.batch());
        }

        @Override
        public Optional<StreamProgress> progress(TileTable table) {
            return store.progress(table);
        }

        @Override
        public void read(List<TileRead> reads, TileSink sink) {
            store.read(reads, sink);
        }

        @Override
        public void expire(TileTable table, long nowMicros) {
            store.expire(table, nowMicros);
        }

        @Override
        public void drop(TileTable table) {
            store.drop(table);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
