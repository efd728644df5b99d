package io.tesela.spark.stream;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.TileTable;
import io.tesela.core.store.TileWrite;
import io.tesela.core.store.WriterToken;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Writes the tiles of one partition to the online store; gives the sum of the summaries it found. */
final class WriteTiles implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1L;

    /** A write is a transaction of the store: enough tiles to be worth one, few enough to hold in memory. */
    private static final long CHUNK_BYTES = 8L << 20;

    private static final int CHUNK_TILES = 50_000;

    private final URI address;
    private final TileTable table;
    private final WriterToken token;

    WriteTiles(URI address, TileTable table, WriterToken token) {
        this.address = address;
        this.table = table;
        this.token = token;
    }

    /** @param rows the start of the tile in microseconds, the entity, the tile */
    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
        OnlineStore store = TaskStores.at(address);
        BatchSummary sum = BatchSummary.empty(token.batch());
        List<TileWrite> chunk = new ArrayList<>();
        long bytes = 0;
        long tiles = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            byte[] tile = row.getAs(2);
            if (BatchSummary.isSummary(tile)) {
                BatchSummary summary = BatchSummary.decode(tile);
                sum = summary.batch() == token.batch() ? sum.plus(summary) : sum;
                continue;
            }
            chunk.add(new TileWrite(row.getAs(1), row.getLong(0), tile));
            bytes += tile.length;
            tiles++;
            if (bytes >= CHUNK_BYTES || chunk.size() >= CHUNK_TILES) {
                store.write(table, token, chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!chunk.isEmpty()) {
            store.write(table, token, chunk);
        }
        return List.of(sum.plus(BatchSummary.tiles(token.batch(), tiles)).encode())
                .iterator();
    }
}
