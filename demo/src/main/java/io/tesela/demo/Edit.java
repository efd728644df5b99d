package io.tesela.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One edit of a Wikipedia page.
 *
 * @param channel the wiki, such as {@code #en.wikipedia}
 * @param json the whole event as one JSON object, whose first field is the time
 */
record Edit(Instant time, String user, String channel, String page, String json) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The event as it would be had it happened at another time, in milliseconds. */
    String jsonAt(Instant other) {
        return "{\"time\":\"" + TIME.format(other) + json.substring(json.indexOf("\",", "{\"time\":\"".length()));
    }
}
