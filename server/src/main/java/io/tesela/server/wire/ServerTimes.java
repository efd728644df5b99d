package io.tesela.server.wire;

/**
 * What {@code sloInfo} tells.
 *
 * @param serverNanos from the request's arrival to the writing of the answer
 * @param storeNanos how long the read of the store took
 * @param storeBytes the size of the tiles read
 */
public record ServerTimes(long serverNanos, long storeNanos, long storeBytes) {}
