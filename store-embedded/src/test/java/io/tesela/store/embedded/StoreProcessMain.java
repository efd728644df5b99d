package io.tesela.store.embedded;

import static io.tesela.testkit.store.TileFixture.table;

import io.tesela.core.error.TeselaException;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.WriterToken;
import io.tesela.testkit.store.TileFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A writer of {@link ChecksummedBatch}es that does as it is told on its standard input. */
final class StoreProcessMain {
    private static final TileTable TABLE = table(1);

    private final OnlineStore store;
    private final PrintStream out;
    private long epoch;

    private StoreProcessMain(OnlineStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (OnlineStore store = OnlineStores.open(URI.create("embedded:" + Path.of(arguments[0])))) {
            StoreProcessMain main = new StoreProcessMain(store, out);
            out.println("ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                try {
                    main.execute(List.of(line.split(" ")));
                } catch (TeselaException e) {
                    out.println(e.code() + " " + e.getMessage());
                }
            }
        }
    }

    private void execute(List<String> command) {
        switch (command.get(0)) {
            case "claim" -> {
                epoch = store.claim(TABLE, command.get(1));
                out.println("epoch " + epoch);
            }
            case "batch" -> {
                long batch = Long.parseLong(command.get(1));
                writeBatch(batch);
                out.println("finished " + batch);
            }
            case "forever" -> {
                for (long batch = Long.parseLong(command.get(1)); ; batch++) {
                    writeBatch(batch);
                    out.println("finished " + batch);
                }
            }
            case "write" -> {
                WriterToken token = new WriterToken(epoch, Long.parseLong(command.get(1)));
                store.beginBatch(TABLE, token);
                store.write(TABLE, token, List.of(TileFixture.tile("ada", 0, command.get(2))));
                out.println("written");
            }
            case "read" -> out.println(TileFixture.tiles(store, TABLE, "ada"));
            case "drop" -> {
                store.drop(TABLE);
                out.println("dropped");
            }
            default -> out.println("unknown command " + command);
        }
    }

    private void writeBatch(long batch) {
        WriterToken token = new WriterToken(epoch, batch);
        store.beginBatch(TABLE, token);
        for (int part = 0; part < ChecksummedBatch.PARTS; part++) {
            store.write(TABLE, token, ChecksummedBatch.part(batch, part));
        }
        store.finishBatch(TABLE, token, TileFixture.progress(batch, ChecksummedBatch.startMicros(batch)));
    }
}
