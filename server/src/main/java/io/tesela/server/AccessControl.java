package io.tesela.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.server.access.Authorization;
import org.jspecify.annotations.Nullable;

/** Answers with 401 unless the request's {@code Authorization} header is admitted. */
final class AccessControl extends SimpleDecoratingHttpService {
    private final Authorization authorization;
    private final ErrorAnswers errors;

    AccessControl(HttpService behind, Authorization authorization, ErrorAnswers errors) {
        super(behind);
        this.authorization = authorization;
        this.errors = errors;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization.admits(header)) {
            return unwrap().serve(context, request);
        }
        return errors.of(new TeselaException(ErrorCode.UNAUTHENTICATED, reason(header)));
    }

    private static String reason(@Nullable String header) {
        if (header == null) {
            return "The Authorization header is missing; send 'Authorization: Tecton-key KEY'";
        }
        return Authorization.keyIn(header) == null
                ? "The Authorization header has another form than 'Tecton-key KEY' or 'Bearer KEY'"
                : "The API key is unknown or revoked";
    }
}
