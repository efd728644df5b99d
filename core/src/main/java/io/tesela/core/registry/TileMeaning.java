package io.tesela.core.registry;

import io.tesela.core.aggregation.TileLayout;
import io.tesela.definition.Column;
import io.tesela.definition.Feature;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.KafkaConfig;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamConfig;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What decides the content of a view's stored tiles. Two views with equal meanings can share one table; if any part
 * differs, the tiles have to be built again. Windows are no part of it: they only choose among the tiles.
 *
 * @param parts the name of a part, as a user knows it → its value in a canonical form
 */
record TileMeaning(Map<String, String> parts) {
    private static final String VERSION = "tesela tile meaning 1";
    private static final int FINGERPRINT_BYTES = 16;

    TileMeaning {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    static TileMeaning of(StreamFeatureView view, Schema output) {
        StreamSource source = view.source();
        String sql = SqlText.canonical(view.sql());
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("join keys", columns(view.joinKeys()));
        parts.put("stream", stream(source.streamConfig()));
        parts.put("source columns", columns(usedColumns(source.schema(), sql)));
        parts.put("timestampField", source.timestampField() + " as " + view.timestampField());
        parts.put("deduplicationColumns", source.deduplicationColumns().toString());
        parts.put("sql", sql);
        parts.put("aggregations", TileLayout.of(output, view.features()).signature());
        parts.put("aggregationInterval", view.aggregationInterval().toString());
        parts.put(
                "late events",
                source.watermarkDelayThreshold() == null ? "all accepted" : "dropped after the watermark");
        parts.put("featureStartTime", String.valueOf(view.featureStartTime()));
        return new TileMeaning(parts);
    }

    String fingerprint() {
        StringBuilder text = new StringBuilder(VERSION);
        parts.forEach((name, value) -> text.append('\n')
                .append(name)
                .append(' ')
                .append(value.length())
                .append(' ')
                .append(value));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The names of the parts in which the two differ. */
    List<String> differences(TileMeaning other) {
        return parts.keySet().stream()
                .filter(part -> !String.valueOf(parts.get(part)).equals(other.parts.get(part)))
                .toList();
    }

    /** How far before the leading edge the view's longest window begins. */
    static Duration reach(StreamFeatureView view) {
        Duration longest = Duration.ZERO;
        for (Feature feature : view.features()) {
            Duration reach;
            if (feature.window() instanceof TimeWindow window) {
                reach = window.size().minus(window.offset());
            } else {
                reach = ((WindowSeries) feature.window()).start().abs();
            }
            longest = reach.compareTo(longest) > 0 ? reach : longest;
        }
        return longest;
    }

    /** Servers are left out: they are ways to the same topics. */
    private static String stream(StreamConfig config) {
        if (config instanceof KafkaConfig kafka) {
            return "kafka " + new TreeSet<>(kafka.topics());
        }
        return "files " + ((FileStreamConfig) config).folder();
    }

    /** The columns whose name occurs in the text; all of them if it may select by a star. */
    private static List<Column> usedColumns(Schema schema, String sql) {
        List<Column> used = new ArrayList<>();
        for (Column column : schema.columns()) {
            Pattern word = Pattern.compile(
                    "(?<![\\w$])" + Pattern.quote(column.name()) + "(?![\\w$])", Pattern.CASE_INSENSITIVE);
            if (sql.contains("*") || word.matcher(sql).find()) {
                used.add(column);
            }
        }
        return used;
    }

    private static String columns(List<Column> columns) {
        return String.join(
                ", ",
                columns.stream().map(c -> c.name() + " " + c.type().label()).toList());
    }
}
