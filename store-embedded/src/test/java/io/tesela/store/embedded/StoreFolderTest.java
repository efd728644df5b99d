package io.tesela.store.embedded;

import static io.tesela.testkit.store.TileFixture.progress;
import static io.tesela.testkit.store.TileFixture.table;
import static io.tesela.testkit.store.TileFixture.tile;
import static io.tesela.testkit.store.TileFixture.tiles;
import static io.tesela.testkit.store.TileFixture.writeBatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import io.tesela.testkit.store.TileFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
    private static final TileTable TABLE = table(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private OnlineStore open(String path) {
        return OnlineStores.open(URI.create("embedded:" + folder.resolve(path)));
    }

    @Test
    void newerFormatIsRefusedWithWhatToDo() throws IOException {
        Files.writeString(folder.resolve("FORMAT"), "tesela online store, format 2\n");
        assertRefused(() -> open("."), ErrorCode.INCOMPATIBLE_STATE, "format 2", "Run the newer version");
    }

    @Test
    void newerFormatThatComesLaterIsRefused() throws IOException {
        try (OnlineStore store = open("store")) {
            assertThat(tiles(store, TABLE, "ada")).isEmpty();
            Files.createDirectories(folder.resolve("store/tables/1"));
            Files.writeString(folder.resolve("store/FORMAT"), "tesela online store, format 7\n");
            assertRefused(() -> tiles(store, TABLE, "ada"), ErrorCode.INCOMPATIBLE_STATE, "format 7");
            assertRefused(() -> store.claim(TABLE, "writer"), ErrorCode.INCOMPATIBLE_STATE, "format 7");
        }
    }

    @Test
    void formatFileThatIsSomethingElseIsRefused() throws IOException {
        Files.writeString(folder.resolve("FORMAT"), "parquet");
        assertRefused(() -> open("."), ErrorCode.INCOMPATIBLE_STATE, "FORMAT");
    }

    @Test
    void folderOfSomethingElseIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "all my work");
        try (OnlineStore store = open(".")) {
            assertThat(tiles(store, TABLE, "ada")).isEmpty();
            assertRefused(
                    () -> store.claim(TABLE, "writer"), ErrorCode.INCOMPATIBLE_STATE, "thesis.txt", "empty folder");
        }
        assertThat(folder.resolve("tables")).doesNotExist();
    }

    @Test
    void folderThatCannotBeMadeIsUnavailable() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        try (OnlineStore store = open("file/store")) {
            assertRefused(() -> store.claim(TABLE, "writer"), ErrorCode.UNAVAILABLE, "cannot create");
        }
    }

    @Test
    void wrongAddressesAreRefused() {
        for (String address : List.of(
                "embedded:relative",
                "embedded:///a?b=c",
                "embedded:/a?mapSize=64",
                "embedded://host/a",
                "embedded:/a#b")) {
            assertRefused(() -> OnlineStores.open(URI.create(address)), ErrorCode.INVALID_ARGUMENT, address);
        }
        assertRefused(() -> OnlineStores.open(URI.create("redis:/a")), ErrorCode.INVALID_ARGUMENT, "embedded, memory");
    }

    @Test
    void everySpellingOfAFolderIsOneFolder() throws IOException {
        Files.createDirectories(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        try (OnlineStore first = open("real/store");
                OnlineStore second = open("link/../link/store")) {
            writeBatch(first, TABLE, 0, tile("ada", 0, "a"));
            assertThat(tiles(second, TABLE, "ada")).isEqualTo(Map.of(0L, "a"));
        }
    }

    @Test
    void closingOneHandleLeavesTheOthers() {
        OnlineStore first = open("store");
        try (OnlineStore second = open("store")) {
            writeBatch(first, TABLE, 0, tile("ada", 0, "a"));
            first.close();
            first.close();
            assertThat(tiles(second, TABLE, "ada")).isEqualTo(Map.of(0L, "a"));
        }
        assertThatIllegalStateException().isThrownBy(() -> tiles(first, TABLE, "ada"));
    }

    @Test
    void tableWhoseMakingWasInterruptedIsEmptyAndCanBeMade() throws IOException {
        try (OnlineStore store = open("store")) {
            writeBatch(store, table(2), 0, tile("ada", 0, "a"));
            Files.createDirectories(folder.resolve("store/tables/1"));
            assertThat(tiles(store, TABLE, "ada")).isEmpty();
            assertThat(store.progress(TABLE)).isEmpty();
            writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
            assertThat(tiles(store, TABLE, "ada")).hasSize(1);
        }
    }

    @Test
    void dropThatWasInterruptedIsFinishedByTheNextOpening() {
        try (OnlineStore store = open("store")) {
            writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
        }
        Path table = folder.resolve("store/tables/1");
        TableEnvironment environment = Objects.requireNonNull(TableEnvironment.open(1, table, 1 << 30));
        environment.writer().markDropped();
        environment.close();
        try (OnlineStore store = open("store")) {
            assertThat(tiles(store, TABLE, "ada")).isEmpty();
            assertThat(table).doesNotExist();
            assertThat(store.claim(TABLE, "writer")).isEqualTo(1);
        }
    }

    @Test
    void droppedTableGivesItsDiskBack() {
        try (OnlineStore store = open("store")) {
            writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
            assertThat(folder.resolve("store/tables/1/data.mdb")).exists();
            store.drop(TABLE);
            assertThat(folder.resolve("store/tables/1")).doesNotExist();
            assertThat(folder.resolve("store/dropped")).doesNotExist();
        }
    }

    @Test
    void writeBeyondTheMapSizeIsRefusedWholeAndALargerMapTakesIt() {
        List<TileWrite> large = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            large.add(new TileWrite(TileFixture.entity("user " + i), 0, new byte[1_000]));
        }
        WriterToken token;
        try (OnlineStore store = open("store?mapSize=1MiB")) {
            token = writeBatch(store, TABLE, 0, tile("ada", 0, "a"));
            assertRefused(() -> store.write(TABLE, token, large), ErrorCode.UNAVAILABLE, "larger ?mapSize=");
            assertThat(tiles(store, TABLE, "user 0")).isEmpty();
            assertThat(tiles(store, TABLE, "user 1999")).isEmpty();
            store.write(TABLE, token, List.of(tile("ada", 0, "still small")));
            assertThat(tiles(store, TABLE, "ada")).isEqualTo(Map.of(0L, "still small"));
        }
        try (OnlineStore store = open("store?mapSize=16MiB")) {
            store.write(TABLE, token, large);
            store.finishBatch(TABLE, token, progress(0, 1));
            assertThat(tiles(store, TABLE, "user 1999")).hasSize(1);
        }
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }
}
