package io.tesela.spark.stream;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.util.Locale;

/** Says why a query failed, in our words where we know the reason. */
final class JobFailure {
    private JobFailure() {}

    static TeselaException of(String view, Throwable failure) {
        String stem = "The stream job of view '" + view + "' ";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof TeselaException known) {
                return new TeselaException(known.code(), stem + "failed: " + known.getMessage(), failure);
            }
            if (message.contains("CONCURRENT_STREAM_LOG_UPDATE")) {
                return new TeselaException(
                        ErrorCode.FENCED, stem + "gave up: another job writes to the same checkpoint", failure);
            }
            if (message.contains("failOnDataLoss")
                    || message.toLowerCase(Locale.ROOT).contains("data may have been lost")
                    || message.contains("KAFKA_DATA_LOSS")) {
                return new TeselaException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        stem + "stopped: records that it has not read are no longer in the stream. "
                                + firstLine(message),
                        failure);
            }
            if (isDependency(cause)) {
                return new TeselaException(
                        ErrorCode.UNAVAILABLE, stem + "lost its source: " + firstLine(message), failure);
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new TeselaException(
                ErrorCode.INTERNAL,
                stem + "failed: " + root.getClass().getSimpleName() + ": "
                        + firstLine(String.valueOf(root.getMessage())),
                failure);
    }

    private static boolean isDependency(Throwable cause) {
        return cause instanceof org.apache.kafka.common.errors.RetriableException
                || cause instanceof java.net.ConnectException;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
