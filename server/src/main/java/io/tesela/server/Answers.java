package io.tesela.server;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.tesela.core.error.ErrorCode;
import io.tesela.server.wire.ErrorBody;

/** HTTP answers with JSON bodies. */
final class Answers {
    private static final int GRPC_UNKNOWN = 2;
    private static final int GRPC_UNIMPLEMENTED = 12;

    private Answers() {}

    static HttpResponse ok(byte[] body) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(body));
    }

    static HttpResponse error(ErrorCode code, String message) {
        HttpStatus status = HttpStatus.valueOf(code.httpStatus());
        return error(status, code.grpcCode(), message).toHttpResponse();
    }

    /** An error that HTTP itself has a status for. */
    static AggregatedHttpResponse error(HttpStatus status, String message) {
        return error(status, grpcCode(status), message);
    }

    private static AggregatedHttpResponse error(HttpStatus status, int grpcCode, String message) {
        var headers = ResponseHeaders.builder(status).contentType(MediaType.JSON);
        if (status.equals(HttpStatus.UNAUTHORIZED)) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Tecton-key");
        } else if (status.equals(HttpStatus.TOO_MANY_REQUESTS)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(ErrorBody.of(grpcCode, message)));
    }

    private static int grpcCode(HttpStatus status) {
        return switch (status.code()) {
            case 401 -> ErrorCode.UNAUTHENTICATED.grpcCode();
            case 404 -> ErrorCode.NOT_FOUND.grpcCode();
            case 405, 501 -> GRPC_UNIMPLEMENTED;
            case 408, 504 -> ErrorCode.DEADLINE_EXCEEDED.grpcCode();
            case 429 -> ErrorCode.OVERLOADED.grpcCode();
            case 500 -> ErrorCode.INTERNAL.grpcCode();
            case 503 -> ErrorCode.UNAVAILABLE.grpcCode();
            default -> status.isClientError() ? ErrorCode.INVALID_ARGUMENT.grpcCode() : GRPC_UNKNOWN;
        };
    }
}
