package io.tesela.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the live demo shows at one moment.
 *
 * @param loaded edits of the 24 hours before the start
 * @param live edits since then
 * @param last the latest edit, or null before the first live one
 */
record LiveState(
        Instant now,
        Duration running,
        long loaded,
        long live,
        @Nullable TimedEdit last,
        List<View> views,
        List<Entity> entities) {

    /**
     * How one view is doing.
     *
     * @param rows edits read
     * @param freshness from the event time of the latest edit to when its tile could be read, null before the first
     * @param watermark null before the first
     */
    record View(
            String name,
            String state,
            long rows,
            long tiles,
            long late,
            long dead,
            @Nullable Duration freshness,
            @Nullable Instant watermark) {}

    /** Some features of one user, page or channel. */
    record Entity(String view, String name, List<Value> values) {}

    /**
     * @param changed whether the value is another one than when last shown
     */
    record Value(String feature, String value, boolean changed) {}
}
