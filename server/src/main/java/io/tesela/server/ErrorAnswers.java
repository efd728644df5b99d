package io.tesela.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into an answer with a sentence for the caller, and tells the log of our own defects only. */
final class ErrorAnswers implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private final ServerMetrics metrics;
    private final int maxBodyBytes;
    private final Duration requestTimeout;

    ErrorAnswers(ServerMetrics metrics, FeatureServerSettings settings) {
        this.metrics = metrics;
        this.maxBodyBytes = settings.maxBodyBytes();
        this.requestTimeout = settings.requestTimeout();
    }

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable failure) {
        return of(failure);
    }

    HttpResponse of(Throwable thrown) {
        Throwable failure = Exceptions.peel(thrown);
        if (failure instanceof TeselaException known && known.code() != ErrorCode.INTERNAL) {
            return counted(known.code(), String.valueOf(known.getMessage()));
        }
        if (failure instanceof RequestTimeoutException) {
            return counted(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The request took longer than the server's limit of " + requestTimeout.toMillis() + " ms");
        }
        if (failure instanceof ContentTooLargeException) {
            return counted(HttpStatus.REQUEST_ENTITY_TOO_LARGE, message(HttpStatus.REQUEST_ENTITY_TOO_LARGE, null));
        }
        if (failure instanceof HttpStatusException known) {
            return counted(known.httpStatus(), message(known.httpStatus(), null));
        }
        LOG.error("A request failed through a defect of the server", failure);
        return counted(ErrorCode.INTERNAL, "The server failed; its log says why");
    }

    private HttpResponse counted(ErrorCode code, String message) {
        metrics.error(code.name());
        return Answers.error(code, message);
    }

    private HttpResponse counted(HttpStatus status, String message) {
        metrics.error("HTTP_" + status.code());
        return Answers.error(status, message).toHttpResponse();
    }

    @Override
    public AggregatedHttpResponse onProtocolViolation(
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        return rendered(status, description);
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        if (status.equals(HttpStatus.NOT_FOUND) && headers != null) {
            return rendered(status, "There is nothing at " + Names.shown(headers.path()));
        }
        if (status.equals(HttpStatus.METHOD_NOT_ALLOWED) && headers != null) {
            return rendered(
                    status,
                    "Method " + Names.shown(headers.method().name()) + " is not allowed at "
                            + Names.shown(headers.path()));
        }
        return rendered(status, description);
    }

    private String message(HttpStatus status, @Nullable String description) {
        if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
            return "The body is larger than the limit of " + maxBodyBytes + " bytes";
        }
        return description == null ? status.reasonPhrase() : description;
    }

    private AggregatedHttpResponse rendered(HttpStatus status, @Nullable String description) {
        metrics.error("HTTP_" + status.code());
        return Answers.error(status, message(status, description));
    }
}
