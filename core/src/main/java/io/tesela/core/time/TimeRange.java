package io.tesela.core.time;

/** The instants from {@code startMicros}, inclusive, to {@code endMicros}, exclusive. */
public record TimeRange(long startMicros, long endMicros) {
    public boolean contains(long micros) {
        return startMicros <= micros && micros < endMicros;
    }
}
