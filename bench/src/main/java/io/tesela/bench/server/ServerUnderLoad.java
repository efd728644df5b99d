package io.tesela.bench.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServerBuilder;
import com.sun.management.OperatingSystemMXBean;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.server.FeatureServer;
import io.tesela.server.FeatureServerSettings;
import io.tesela.server.RepositorySource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The process that is measured: a feature server over the embedded store at {@code args[0]}, with two more routes: one
 * that answers with a constant, one that tells the process's CPU time. It ends when its standard input does.
 */
public final class ServerUnderLoad {
    private ServerUnderLoad() {}

    public static void main(String[] args) throws IOException {
        try (OnlineStore store = OnlineStores.open(URI.create(args[0]));
                FeatureServer server = FeatureServer.start(
                        FeatureServerSettings.forEveryone()
                                .port(0)
                                .warmUp(Duration.ZERO)
                                .build(),
                        new BenchRepository(),
                        store,
                        InstantSource.fixed(LoadedStore.NOW),
                        ServerUnderLoad::addRoutes)) {
            System.out.println("port " + server.port());
            while (System.in.read() >= 0) {
                // The parent holds the pipe open for as long as it needs the server.
            }
        }
    }

    private static void addRoutes(ServerBuilder builder) {
        byte[] constant = constant().getBytes(StandardCharsets.UTF_8);
        builder.service(
                "/bench/constant",
                (context, request) -> HttpResponse.of(request.aggregate()
                        .thenApply(body -> HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(constant)))));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        builder.service(
                "/bench/cpu-nanos", (context, request) -> HttpResponse.of(Long.toString(system.getProcessCpuTime())));
    }

    /** About as long as the answer with 50 values. */
    private static String constant() {
        return "{\"result\":{\"features\":[" + "\"12\",1234.5678,".repeat(49) + "0]}}";
    }

    private record BenchRepository() implements RepositorySource {
        @Override
        public List<String> workspaces() {
            return List.of(LoadedStore.WORKSPACE);
        }

        @Override
        public AppliedRepository current(String workspace) {
            return LoadedStore.repository();
        }
    }
}
