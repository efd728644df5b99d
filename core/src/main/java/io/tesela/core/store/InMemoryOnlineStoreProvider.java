package io.tesela.core.store;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens {@code memory:NAME}: one store for each name, for as long as the process lives. */
public final class InMemoryOnlineStoreProvider implements OnlineStoreProvider {
    private static final Map<URI, InMemoryOnlineStore> STORES = new ConcurrentHashMap<>();

    @Override
    public String scheme() {
        return "memory";
    }

    @Override
    public OnlineStore open(URI address) {
        return STORES.computeIfAbsent(address, any -> new InMemoryOnlineStore());
    }
}
