package io.tesela.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.retrieval.EntityRow;
import io.tesela.core.retrieval.Retrieval;
import io.tesela.core.retrieval.RetrievalResult;
import io.tesela.server.wire.FeaturesRequest;
import io.tesela.server.wire.FeaturesRequest.Row;
import io.tesela.server.wire.FeaturesRequest.Shape;
import io.tesela.server.wire.RequestReader;
import io.tesela.server.wire.ServerTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers get-features, get-features-batch or metadata, in version 1 or 2 of the API. */
final class FeaturesEndpoint implements HttpService {
    /** What all endpoints share. */
    record Parts(
            ServedRepositories repositories,
            Retrieval retrieval,
            Dispatcher dispatcher,
            ErrorAnswers errors,
            ServerMetrics metrics,
            LongSupplier nanoTime,
            int maxBatchRows) {}

    private final Parts parts;
    private final Shape shape;
    private final String name;

    /** @param name of the endpoint, for metrics */
    FeaturesEndpoint(Parts parts, Shape shape, String name) {
        this.parts = parts;
        this.shape = shape;
        this.name = name;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        long arrived = parts.nanoTime().getAsLong();
        Executor executor = shape == Shape.GET_FEATURES_BATCH
                ? parts.dispatcher().many()
                : parts.dispatcher().one(context);
        CompletableFuture<HttpResponse> answer = request.aggregate()
                .thenCompose(whole -> CompletableFuture.supplyAsync(() -> answer(context, whole, arrived), executor))
                .exceptionally(parts.errors()::of);
        return HttpResponse.of(answer);
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request, long arrived) {
        if (context.isTimedOut() || context.isCancelled()) {
            return HttpResponse.of(HttpStatus.GATEWAY_TIMEOUT);
        }
        HttpResponse response;
        int status = HttpStatus.OK.code();
        try {
            response = Answers.ok(body(context, request, arrived));
        } catch (TeselaException e) {
            response = parts.errors().of(e);
            status = e.code().httpStatus();
        }
        parts.metrics().request(name, status, parts.nanoTime().getAsLong() - arrived);
        return response;
    }

    private byte[] body(ServiceRequestContext context, AggregatedHttpRequest request, long arrived) {
        FeaturesRequest asked = asked(request);
        String workspace = said("params.workspaceName", asked.workspace(), context.pathParam("workspace"));
        String serviceName = said("params.featureServiceName", asked.service(), context.pathParam("service"));
        ServedService service = parts.repositories().workspace(workspace).service(serviceName);
        if (shape == Shape.METADATA) {
            return service.answers().metadata();
        }
        List<EntityRow> rows = rows(service, asked.rows());
        RetrievalResult result = parts.retrieval().features(service.plan(), rows, asked.retrievalOptions());
        parts.metrics().storeRead(result.storeNanos(), result.storeBytes());
        ServerTimes times =
                new ServerTimes(parts.nanoTime().getAsLong() - arrived, result.storeNanos(), result.storeBytes());
        return shape == Shape.GET_FEATURES
                ? service.answers().features(result.rows().get(0), asked.metadataOptions(), times)
                : service.answers().batch(result.rows(), asked.metadataOptions(), times);
    }

    private FeaturesRequest asked(AggregatedHttpRequest request) {
        if (request.method() == HttpMethod.GET) {
            return FeaturesRequest.NOTHING_SAID;
        }
        String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The body has Content-Encoding " + Names.shown(encoding) + "; send it uncompressed");
        }
        HttpData content = request.content();
        return RequestReader.read(content.array(), shape, parts.maxBatchRows());
    }

    /** What the body or, in version 2, the path says; both may say the same. */
    private static String said(String field, @Nullable String inBody, @Nullable String inPath) {
        if (inPath == null) {
            if (inBody == null || inBody.isEmpty()) {
                throw new TeselaException(ErrorCode.INVALID_ARGUMENT, "Missing required field: " + field);
            }
            return inBody;
        }
        if (inBody != null && !inBody.equals(inPath)) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Field " + field + " says '" + Names.shown(inBody) + "' and the path says '" + Names.shown(inPath)
                            + "'; leave the field out");
        }
        return inPath;
    }

    private List<EntityRow> rows(ServedService service, List<Row> given) {
        if (given.size() == 1 && shape == Shape.GET_FEATURES) {
            return List.of(service.plan().row(given.get(0).joinKeys()));
        }
        List<EntityRow> rows = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            try {
                rows.add(service.plan().row(given.get(i).joinKeys()));
            } catch (TeselaException e) {
                throw new TeselaException(e.code(), e.getMessage() + " (in params.requestData[" + i + "])", e);
            }
        }
        return rows;
    }
}
