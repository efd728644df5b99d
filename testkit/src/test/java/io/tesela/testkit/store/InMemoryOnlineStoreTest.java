package io.tesela.testkit.store;

import static io.tesela.testkit.store.TileFixture.DAY;
import static io.tesela.testkit.store.TileFixture.MINUTE;
import static io.tesela.testkit.store.TileFixture.table;
import static io.tesela.testkit.store.TileFixture.tile;
import static io.tesela.testkit.store.TileFixture.tiles;
import static io.tesela.testkit.store.TileFixture.writeBatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryOnlineStoreTest extends OnlineStoreContract {
    private final URI address = URI.create("memory:" + UUID.randomUUID());

    @Override
    protected OnlineStore open() {
        return OnlineStores.open(address);
    }

    @Test
    void o3_tileExpiresWithTheMicrosecondAfterItsRetention() {
        long end = 100 * DAY;
        try (OnlineStore store = open()) {
            writeBatch(store, table(1), 1000 * DAY, tile("ada", end - MINUTE, "a"));
            store.expire(table(1), end + DAY);
            assertThat(tiles(store, table(1), "ada")).hasSize(1);
            store.expire(table(1), end + DAY + 1);
            assertThat(tiles(store, table(1), "ada")).isEmpty();
        }
    }
}
