package io.tesela.server;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a feature server runs.
 *
 * @param host the address to listen on; {@code 0.0.0.0} for all
 * @param port 0 for any free port
 * @param requestTimeout after it a request is answered with 504
 * @param maxBodyBytes a larger request body is refused
 * @param maxBatchRows a get-features-batch request with more rows is refused
 * @param execution which threads answer requests for one row
 * @param workers how many threads answer requests that the event loops do not
 * @param maxWaitingRequests how many requests may wait to be answered; more are refused with 429
 * @param warmUp how long the server may exercise itself before it says that it is ready; zero for not at all
 * @param pollInterval how often the registry and the API keys are read again
 */
public record FeatureServerSettings(
        String host,
        int port,
        Access access,
        MetricsAccess metricsAccess,
        Duration requestTimeout,
        int maxBodyBytes,
        int maxBatchRows,
        Execution execution,
        int workers,
        int maxWaitingRequests,
        Duration warmUp,
        Duration pollInterval) {

    public static final int DEFAULT_PORT = 8080;

    /** Who may ask for features. */
    public sealed interface Access {
        /** Holders of a key of {@link io.tesela.server.access.ApiKeys} in this file. */
        record KeyHolders(Path keysFile) implements Access {}

        /** Everybody who reaches the port. */
        record Everyone() implements Access {}
    }

    /** Who may read {@code /metrics}. */
    public enum MetricsAccess {
        /** Those who may ask for features. */
        SAME_AS_FEATURES,
        EVERYONE
    }

    /** Which threads answer requests for one row. Requests for many are answered by the workers. */
    public enum Execution {
        /** Those that read them: the fastest where a read of the store takes microseconds. */
        EVENT_LOOPS,
        /** A pool: for stores that may make a thread wait. */
        WORKERS
    }

    public FeatureServerSettings {
        if (port < 0 || port > 65_535) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT, "The port is " + port + "; expected 1 to 65535, or 0 for any free one");
        }
        atLeastOne("maxBodyBytes", maxBodyBytes);
        atLeastOne("maxBatchRows", maxBatchRows);
        atLeastOne("workers", workers);
        atLeastOne("maxWaitingRequests", maxWaitingRequests);
        positive("requestTimeout", requestTimeout);
        positive("pollInterval", pollInterval);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT, "Setting " + name + " is " + value + "; expected at least 1");
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT, "Setting " + name + " is " + value + "; expected more than zero");
        }
    }

    /** Starts from a server on the loopback address for the holders of a key. */
    public static Builder forKeyHolders(Path keysFile) {
        return new Builder(new Access.KeyHolders(keysFile));
    }

    /** Starts from a server on the loopback address for everybody who reaches it. */
    public static Builder forEveryone() {
        return new Builder(new Access.Everyone());
    }

    /** Collects the settings that differ from the defaults. */
    public static final class Builder {
        private final Access access;
        private String host = "127.0.0.1";
        private int port = DEFAULT_PORT;
        private MetricsAccess metricsAccess = MetricsAccess.SAME_AS_FEATURES;
        private Duration requestTimeout = Duration.ofSeconds(2);
        private int maxBodyBytes = 1 << 20;
        private int maxBatchRows = 1_000;
        private Execution execution = Execution.EVENT_LOOPS;
        private int workers = 2 * Runtime.getRuntime().availableProcessors();
        private int maxWaitingRequests = 256;
        private Duration warmUp = Duration.ofSeconds(10);
        private Duration pollInterval = Duration.ofSeconds(1);

        private Builder(Access access) {
            this.access = access;
        }

        public Builder host(String address) {
            this.host = address;
            return this;
        }

        public Builder port(int number) {
            this.port = number;
            return this;
        }

        public Builder metricsAccess(MetricsAccess who) {
            this.metricsAccess = who;
            return this;
        }

        public Builder requestTimeout(Duration limit) {
            this.requestTimeout = limit;
            return this;
        }

        public Builder maxBodyBytes(int bytes) {
            this.maxBodyBytes = bytes;
            return this;
        }

        public Builder maxBatchRows(int rows) {
            this.maxBatchRows = rows;
            return this;
        }

        public Builder execution(Execution threads) {
            this.execution = threads;
            return this;
        }

        public Builder workers(int threads) {
            this.workers = threads;
            return this;
        }

        public Builder maxWaitingRequests(int requests) {
            this.maxWaitingRequests = requests;
            return this;
        }

        public Builder warmUp(Duration atMost) {
            this.warmUp = atMost;
            return this;
        }

        public Builder pollInterval(Duration interval) {
            this.pollInterval = interval;
            return this;
        }

        /** @throws TeselaException with code INVALID_ARGUMENT that names the setting */
        public FeatureServerSettings build() {
            return new FeatureServerSettings(
                    host,
                    port,
                    access,
                    metricsAccess,
                    requestTimeout,
                    maxBodyBytes,
                    maxBatchRows,
                    execution,
                    workers,
                    maxWaitingRequests,
                    warmUp,
                    pollInterval);
        }
    }
}
