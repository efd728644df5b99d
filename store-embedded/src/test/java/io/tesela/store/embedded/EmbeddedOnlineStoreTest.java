package io.tesela.store.embedded;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.testkit.store.OnlineStoreContract;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedOnlineStoreTest extends OnlineStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    protected OnlineStore open() {
        return OnlineStores.open(URI.create("embedded:" + folder.resolve("store")));
    }
}
