package io.tesela.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the features of the biggest channel, and of a user and a page of it that have just been active. User and page
 * stay for a while, so that one can see their features change.
 */
final class LiveEntities {
    static final String CHANNEL = "#en.wikipedia";

    private static final Duration STAY = Duration.ofSeconds(30);
    private static final Duration HIGHLIGHT = Duration.ofSeconds(3);
    private static final List<String> JOIN_KEYS = List.of("user", "channel", "page");
    private static final Map<String, List<String>> SHOWN = Map.of(
            "channel_edits",
            List.of(
                    "user_count_10m_1m",
                    "user_count_10m_1m_series_1h_0s_10m",
                    "user_approx_count_distinct_1h_1m",
                    "added_sum_1h_1m",
                    "added_approx_percentile_p95_1d_1m",
                    "robot_mean_10m_1m"),
            "user_edits",
            List.of("page_count_10m_1m", "page_count_1d_1m", "added_sum_1d_1m", "page_last_distinct_5_1d_1m"),
            "page_edits",
            List.of("user_count_1h_1m", "user_count_1d_1m", "delta_sum_1d_1m", "user_last_distinct_3_1d_1m"));

    private final FeatureClient client;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Instant> changes = new HashMap<>();
    private @Nullable Edit chosen;
    private Instant chosenAt = Instant.MIN;

    LiveEntities(FeatureClient client) {
        this.client = client;
    }

    /** @param latest the latest edit */
    List<LiveState.Entity> ask(Edit latest, Instant now) {
        Edit edit = chosen;
        if (edit == null || (latest.channel().equals(CHANNEL) && !now.isBefore(chosenAt.plus(STAY)))) {
            edit = latest;
            chosen = latest;
            chosenAt = now;
        }
        FeatureClient.Answer answer =
                client.features("edit_review", JOIN_KEYS, List.of(List.of(edit.user(), edit.channel(), edit.page())));
        return List.of(
                entity("channel_edits", edit.channel(), answer, now),
                entity("user_edits", edit.user(), answer, now),
                entity("page_edits", edit.page(), answer, now));
    }

    private LiveState.Entity entity(String view, String name, FeatureClient.Answer answer, Instant now) {
        List<LiveState.Value> shown = new ArrayList<>();
        for (String feature : SHOWN.getOrDefault(view, List.of())) {
            int position = answer.names().indexOf(view + "." + feature);
            shown.add(value(
                    view + " " + name + " " + feature,
                    feature,
                    answer.rows().get(0).get(position),
                    now));
        }
        return new LiveState.Entity(view, name, shown);
    }

    private LiveState.Value value(String key, String feature, JsonNode served, Instant now) {
        String text = served.isNull() ? "-" : served.isTextual() ? served.textValue() : served.toString();
        String before = values.put(key, text);
        if (before != null && !before.equals(text)) {
            changes.put(key, now);
        }
        Instant changed = changes.get(key);
        return new LiveState.Value(feature, text, changed != null && now.isBefore(changed.plus(HIGHLIGHT)));
    }
}
