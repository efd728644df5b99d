package io.tesela.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.store.EntityKey;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.StreamProgress;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** Runs the examples of docs/spec/store.md. */
class StoreSpecTest {
    private static final Path SPEC = Path.of(System.getProperty("basedir", "."), "..", "docs", "spec", "store.md");
    private static final Pattern REPEATED = Pattern.compile("([0-9a-f]{2})\\*(\\d+)");
    private static final TileTable TABLE = new TileTable(7, "user_spending", 60_000_000L, 30 * 86_400_000_000L);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void entityKeysAreAsTheSpecSays() throws IOException {
        for (String line : example("entity-keys")) {
            int end = line.indexOf(')');
            List<Column> joinKeys = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (String value : line.substring(1, end).split(", ")) {
                boolean string = value.startsWith("\"");
                boolean truth = value.equals("true");
                DataType type = string ? DataType.STRING : truth ? DataType.BOOLEAN : DataType.INT64;
                joinKeys.add(new Column("key" + joinKeys.size(), type));
                values.add(string ? value.substring(1, value.length() - 1) : truth ? true : Long.parseLong(value));
            }
            String key = HexFormat.of().formatHex(EntityKey.encode(joinKeys, values));
            assertThat(key).as(line).isEqualTo(hex(line.substring(end + 1)));
        }
    }

    @Test
    void rowsAreAsTheSpecSays() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : example("rows")) {
            String[] parts = line.split("=", 2);
            String[] key = parts[0].trim().split(" ", 2);
            expected.put(key[0] + " " + (key[0].equals("metadata") ? key[1].trim() : hex(key[1])), hex(parts[1]));
        }
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z"));
        try (OnlineStore store = OnlineStores.open(URI.create("embedded:" + folder.resolve("store")))) {
            WriterToken token = new WriterToken(store.claim(TABLE, "job-1"), 4);
            store.beginBatch(TABLE, token);
            store.write(
                    TABLE,
                    token,
                    List.of(
                            new TileWrite(entity("ada"), start, new byte[] {(byte) 0xca, (byte) 0xfe}),
                            new TileWrite(entity("k".repeat(500)), start, new byte[] {(byte) 0xbe, (byte) 0xef})));
            store.finishBatch(
                    TABLE,
                    token,
                    new StreamProgress("c1", 4, start + 1, Long.MIN_VALUE, start + 2_000_000, 3, 2, 1, 2));
        }
        assertThat(rows(folder.resolve("store/tables/7"))).isEqualTo(expected);
    }

    private static byte[] entity(String value) {
        return EntityKey.encode(List.of(new Column("user_id", DataType.STRING)), List.of(value));
    }

    /** All rows of an environment, read with nothing but LMDB. */
    private static Map<String, String> rows(Path environment) {
        Map<String, String> rows = new TreeMap<>();
        try (Env<ByteBuffer> env = Env.create().setMaxDbs(64).open(environment.toFile())) {
            for (byte[] name : env.getDbiNames()) {
                String database = new String(name, StandardCharsets.US_ASCII);
                Dbi<ByteBuffer> dbi = env.openDbi(name);
                try (Txn<ByteBuffer> txn = env.txnRead();
                        CursorIterable<ByteBuffer> cursor = dbi.iterate(txn)) {
                    for (CursorIterable.KeyVal<ByteBuffer> row : cursor) {
                        byte[] key = bytes(row.key());
                        String named = database.equals("metadata")
                                ? new String(key, StandardCharsets.US_ASCII)
                                : HexFormat.of().formatHex(key);
                        rows.put(database + " " + named, HexFormat.of().formatHex(bytes(row.val())));
                    }
                }
            }
        }
        return rows;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String hex(String spaced) {
        Matcher repeated = REPEATED.matcher(spaced);
        return repeated.replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))))
                .replace(" ", "");
    }

    /** The lines of a fenced block of the spec; one that begins with a space goes on with the line before. */
    private static List<String> example(String name) throws IOException {
        String text = Files.readString(SPEC);
        int start = text.indexOf("\n```" + name + "\n");
        assertThat(start).as("example " + name).isPositive();
        int first = start + name.length() + 5;
        String block = text.substring(first, text.indexOf("\n```", first - 1));
        return block.replace("\n ", " ").lines().toList();
    }
}
