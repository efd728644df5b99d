package io.tesela.bench.server;

import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Loads a feature server with requests for 50 features of one entity and prints what it can do. Only against a server
 * of its own on 127.0.0.1.
 *
 * <p>Arguments: tiles of each entity (300), seconds of each run (15), connections (8).
 */
public final class ServerLoad {
    private static final int USERS = 400;

    private final int port;
    private final Duration duration;
    private final int connections;

    private ServerLoad(int port, Duration duration, int connections) {
        this.port = port;
        this.duration = duration;
        this.connections = connections;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int tiles = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        Duration duration = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 15);
        int connections = args.length > 2 ? Integer.parseInt(args[2]) : 8;
        Path folder = Files.createTempDirectory("tesela-server-load");
        URI address = URI.create("embedded:" + folder);
        try {
            try (OnlineStore store = OnlineStores.open(address)) {
                LoadedStore.fill(store, USERS, tiles);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d entities with %d one-minute tiles each, %d connections%n",
                    USERS,
                    tiles,
                    connections);
            measure(address, duration, connections);
        } finally {
            delete(folder);
        }
    }

    private static void measure(URI address, Duration duration, int connections)
            throws IOException, InterruptedException {
        Process server = startServer(address);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String line = String.valueOf(out.readLine());
            new ServerLoad(Integer.parseInt(line.substring("port ".length())), duration, connections).run();
        } finally {
            server.getOutputStream().close();
            server.waitFor();
        }
    }

    private static Process startServer(URI address) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ServerUnderLoad.class.getName(), address.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    private void run() throws IOException {
        String path = "/api/v1/feature-service/get-features";
        Load constant = new Load(port, requests("/bench/constant", ""), connections);
        Load values = new Load(port, requests(path, ""), connections);
        Load full = new Load(port, requests(path, """
                        , "metadataOptions": {"includeNames": true, "includeDataTypes": true,
                          "includeEffectiveTimes": true, "includeServingStatus": true, "includeSloInfo": true}"""), connections);
        for (Load load : List.of(constant, values, full)) {
            load.closedLoop(duration);
        }
        System.out.println("run                         requests/s  CPU µs   p50 µs   p99 µs p99.9 µs  errors");
        double base =
                report("constant, peak", () -> constant.closedLoop(duration)).perSecond();
        report("constant, at half", () -> constant.atRate(base / 2, duration));
        double peak =
                report("50 values, peak", () -> values.closedLoop(duration)).perSecond();
        report("50 values, at half", () -> values.atRate(peak / 2, duration));
        report("50 values, 1000/s", () -> values.atRate(1_000, duration));
        double fullPeak = report("50 with metadata, peak", () -> full.closedLoop(duration))
                .perSecond();
        report("50 with metadata, at half", () -> full.atRate(fullPeak / 2, duration));
        System.out.printf(
                Locale.ROOT, "peak of the constant's: values %.2f, with metadata %.2f%n", peak / base, fullPeak / base);
    }

    private interface Run {
        Load.Result run() throws IOException;
    }

    private Load.Result report(String name, Run run) throws IOException {
        long before = cpuNanos();
        Load.Result result = run.run();
        double cpu = (cpuNanos() - before) / 1e3 / result.nanos().getTotalCount();
        System.out.printf(
                Locale.ROOT,
                "%-26s %11.0f %7.1f %8.0f %8.0f %8.0f %7d%n",
                name,
                result.perSecond(),
                cpu,
                result.micros(50),
                result.micros(99),
                result.micros(99.9),
                result.errors());
        return result;
    }

    private long cpuNanos() throws IOException {
        try (LoadConnection connection = LoadConnection.open(port)) {
            connection.exchange(LoadConnection.post("/bench/cpu-nanos", ""));
            return Long.parseLong(connection.body());
        }
    }

    private static List<byte[]> requests(String path, String options) {
        List<byte[]> requests = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            requests.add(LoadConnection.post(
                    path,
                    "{\"params\": {\"workspaceName\": \"" + LoadedStore.WORKSPACE + "\", \"featureServiceName\": \""
                            + LoadedStore.SERVICE + "\", \"joinKeyMap\": {\"user_id\": \"" + LoadedStore.user(user)
                            + "\"}" + options + "}}"));
        }
        return requests;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
