package io.tesela.server;

import com.linecorp.armeria.common.HttpHeaderNames;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.retrieval.RequestKey;
import io.tesela.definition.DataType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server for the features of entities that don't exist, over HTTP as a client would, and rolls up made-up
 * tiles beside it, until that gets no faster: a server is several times slower before the JIT compiler has seen it.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUND = 500;
    private static final int MIN_ROUNDS = 20;
    /** After so many rounds without a faster one it is warm. */
    private static final int PATIENCE = 5;

    private static final double FASTER = 0.95;
    private static final int SOCKET_TIMEOUT_MILLIS = 5_000;

    private final InetSocketAddress address;
    private final String authorization;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stopped;

    /** @param authorization a value of the Authorization header that the server admits */
    WarmUp(InetSocketAddress address, String authorization, LongSupplier nanoTime, BooleanSupplier stopped) {
        InetAddress ip = address.getAddress();
        this.address = ip.isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
        this.authorization = authorization;
        this.nanoTime = nanoTime;
        this.stopped = stopped;
    }

    /** Returns when the server is warm, the time is over, or something went wrong, which is no reason not to serve. */
    void run(Iterable<ServedWorkspace> workspaces, Duration atMost) {
        List<byte[]> requests = new ArrayList<>();
        List<RollUpExercise> rollUps = new ArrayList<>();
        for (ServedWorkspace workspace : workspaces) {
            workspace.services().values().forEach(service -> requests.add(request(workspace, service)));
            for (AppliedView view : workspace.repository().views()) {
                rollUps.add(new RollUpExercise(view));
            }
        }
        long started = nanoTime.getAsLong();
        try {
            int rounds = requests.isEmpty() ? 0 : repeat(requests, rollUps, started + atMost.toNanos());
            LOG.info(
                    "Warmed up with {} requests in {} ms",
                    rounds * ROUND,
                    (nanoTime.getAsLong() - started) / 1_000_000);
        } catch (IOException | RuntimeException e) {
            LOG.warn("The warm-up ended early; the first requests will be slow: {}", e.toString());
        }
    }

    private int repeat(List<byte[]> requests, List<RollUpExercise> rollUps, long deadline) throws IOException {
        long fastest = Long.MAX_VALUE;
        int rounds = 0;
        int sinceFastest = 0;
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
            socket.connect(address, SOCKET_TIMEOUT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (rounds < MIN_ROUNDS || sinceFastest < PATIENCE) {
                long before = nanoTime.getAsLong();
                for (int i = 0; i < ROUND; i++) {
                    if (stopped.getAsBoolean() || nanoTime.getAsLong() > deadline) {
                        return rounds;
                    }
                    out.write(requests.get(i % requests.size()));
                    skipAnswer(in);
                    rollUps.get(i % rollUps.size()).run();
                }
                long took = nanoTime.getAsLong() - before;
                sinceFastest = took < fastest * FASTER ? 0 : sinceFastest + 1;
                fastest = Math.min(fastest, took);
                rounds++;
            }
        }
        return rounds;
    }

    private byte[] request(ServedWorkspace workspace, ServedService service) {
        List<String> keys = new ArrayList<>();
        for (RequestKey key : service.plan().requestKeys()) {
            keys.add("\"" + key.name() + "\": " + value(key.type()));
        }
        String body = "{\"params\": {\"workspaceName\": \""
                + workspace.repository().workspace() + "\", \"featureServiceName\": \""
                + service.plan().service() + "\", \"joinKeyMap\": {" + String.join(", ", keys)
                + "}, \"metadataOptions\": {\"includeNames\": true, \"includeDataTypes\": true,"
                + " \"includeEffectiveTimes\": true, \"includeServingStatus\": true, \"includeSloInfo\": true}}}";
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v1/feature-service/get-features HTTP/1.1\r\nHost: tesela\r\n"
                + HttpHeaderNames.AUTHORIZATION + ": " + authorization + "\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private static String value(DataType type) {
        if (type == DataType.BOOLEAN) {
            return "false";
        }
        return type == DataType.STRING ? "\"(warm-up)\"" : "\"0\"";
    }

    /** Reads past one answer, whose length its head says. */
    private static void skipAnswer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            head.append((char) c);
        }
        if (!head.substring(0, 12).equals("HTTP/1.1 200")) {
            throw new IOException("the server answered " + head.substring(0, head.indexOf("\r\n")));
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:") + "content-length:".length();
        int length =
                Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)).strip());
        in.skipNBytes(length);
    }
}
