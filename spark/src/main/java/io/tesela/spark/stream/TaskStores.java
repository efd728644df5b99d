package io.tesela.spark.stream;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The online stores that tasks of this JVM write to, opened once each and kept open until the JVM ends. */
final class TaskStores {
    private static final Map<URI, OnlineStore> OPEN = new ConcurrentHashMap<>();

    private TaskStores() {}

    static OnlineStore at(URI address) {
        return OPEN.computeIfAbsent(address, OnlineStores::open);
    }
}
