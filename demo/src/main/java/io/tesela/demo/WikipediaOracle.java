package io.tesela.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the demo's features from the raw edits with plain SQL in DuckDB: the queries are the resources
 * {@code oracle/VIEW.sql}. Shares no code with what it checks.
 */
final class WikipediaOracle implements AutoCloseable {
    private final Connection connection;

    private WikipediaOracle(Connection connection) {
        this.connection = connection;
    }

    /** @param edits gzipped JSON lines */
    static WikipediaOracle open(Path edits) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 2");
            statement.execute("CREATE TABLE edits AS SELECT * FROM read_json('"
                    + edits.toString().replace("'", "''") + "', format = 'newline_delimited', compression = 'gzip',"
                    + " columns = {time: 'TIMESTAMP', \"user\": 'VARCHAR', channel: 'VARCHAR', page: 'VARCHAR',"
                    + " countryIsoCode: 'VARCHAR', isRobot: 'BOOLEAN', added: 'BIGINT', deleted: 'BIGINT',"
                    + " delta: 'BIGINT'})");
            return new WikipediaOracle(connection);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /** The distinct values of some columns, that is, the keys of all entities that ever occur. */
    List<List<String>> entities(List<String> columns) throws SQLException {
        String names = "\"" + String.join("\", \"", columns) + "\"";
        List<List<String>> entities = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT " + names + " FROM edits ORDER BY " + names)) {
            while (rows.next()) {
                entities.add(strings(rows, columns.size()));
            }
        }
        return entities;
    }

    /** The distinct values of some columns in the latest edits before an instant. */
    List<List<String>> latest(List<String> columns, Instant before, int edits) throws SQLException {
        String names = "\"" + String.join("\", \"", columns) + "\"";
        List<List<String>> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT DISTINCT " + names + " FROM (SELECT * FROM edits WHERE time < "
                                + literal(before) + " ORDER BY time DESC LIMIT " + edits + ") ORDER BY " + names)) {
            while (rows.next()) {
                keys.add(strings(rows, columns.size()));
            }
        }
        return keys;
    }

    /**
     * The features of a view at an instant, of the entities that have any.
     *
     * @param keys the number of join keys
     */
    ViewFeatures features(String view, int keys, Instant instant) throws SQLException {
        String sql = query(view).replace("${t}", literal(instant));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            ResultSetMetaData columns = rows.getMetaData();
            Map<String, Integer> positions = new LinkedHashMap<>();
            for (int i = keys + 1; i <= columns.getColumnCount(); i++) {
                positions.put(columns.getColumnName(i), i - keys - 1);
            }
            Map<List<String>, @Nullable Object[]> entities = new HashMap<>();
            while (rows.next()) {
                @Nullable Object[] values = new @Nullable Object[positions.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(rows.getObject(keys + 1 + i));
                }
                entities.put(strings(rows, keys), values);
            }
            return new ViewFeatures(positions, entities);
        }
    }

    /**
     * The features of one view at one instant.
     *
     * @param positions where in an entity's values each feature is
     * @param entities the values by join keys: Long, Double, String or List; null for none
     */
    record ViewFeatures(Map<String, Integer> positions, Map<List<String>, @Nullable Object[]> entities) {
        /** @throws IllegalArgumentException if the query does not compute the feature */
        @Nullable Object value(List<String> entity, String feature) {
            @Nullable Object[] values = entities.get(entity);
            return values == null ? null : values[position(feature)];
        }

        private int position(String feature) {
            Integer position = positions.get(feature);
            if (position == null) {
                throw new IllegalArgumentException("No feature '" + feature + "' among " + positions.keySet());
            }
            return position;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static String literal(Instant instant) {
        return "TIMESTAMP '" + LocalDateTime.ofInstant(instant, ZoneOffset.UTC) + "'";
    }

    private static List<String> strings(ResultSet rows, int count) throws SQLException {
        List<String> values = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            values.add(rows.getString(i));
        }
        return List.copyOf(values);
    }

    private static @Nullable Object value(@Nullable Object value) throws SQLException {
        if (value instanceof BigInteger big) {
            return big.longValueExact();
        }
        if (value instanceof Array array) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                values.add(value(element));
            }
            return Collections.unmodifiableList(values);
        }
        return value;
    }

    private static String query(String view) {
        try (InputStream sql = WikipediaOracle.class.getResourceAsStream("oracle/" + view + ".sql")) {
            if (sql == null) {
                throw new IllegalArgumentException("No query for view '" + view + "'");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
