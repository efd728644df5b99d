package io.tesela.server;

import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.store.OnlineStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A feature server on a free port and a client of it. */
final class RunningServer implements AutoCloseable {
    static final String V1 = "/api/v1/feature-service/";

    private final FeatureServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String[] headers;

    RunningServer(FeatureServer server, String... headers) {
        this.server = server;
        this.headers = headers;
    }

    /** A server for everybody, without a warm-up, at {@link Purchases#NOW}. */
    static RunningServer of(OnlineStore store, AppliedRepository repository) {
        return new RunningServer(
                FeatureServer.start(settings().build(), always(repository), store, InstantSource.fixed(Purchases.NOW)));
    }

    static FeatureServerSettings.Builder settings() {
        return FeatureServerSettings.forEveryone().port(0).warmUp(Duration.ZERO).requestTimeout(Duration.ofSeconds(20));
    }

    static RepositorySource always(AppliedRepository repository) {
        return new RepositorySource() {
            @Override
            public List<String> workspaces() {
                return List.of(repository.workspace());
            }

            @Override
            public AppliedRepository current(String workspace) {
                return repository;
            }
        };
    }

    FeatureServer server() {
        return server;
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, BodyPublisher body) {
        return send(request(path).POST(body));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts a test", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
