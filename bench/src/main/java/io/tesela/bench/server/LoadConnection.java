package io.tesela.bench.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection that sends prepared requests and reads the answers; no more than a load run needs. */
final class LoadConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int filled;

    private LoadConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static LoadConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return new LoadConnection(socket);
    }

    static byte[] post(String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }

    /** Sends the request and reads the whole answer; gives its status. */
    int exchange(byte[] request) throws IOException {
        out.write(request);
        filled = 0;
        int bodyStart = readHead();
        String head = new String(buffer, 0, bodyStart, StandardCharsets.ISO_8859_1);
        int end = bodyStart + contentLength(head);
        while (filled < end) {
            fill();
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The body of the last answer. */
    String body() {
        String answer = new String(buffer, 0, filled, StandardCharsets.UTF_8);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private int readHead() throws IOException {
        int checked = 0;
        while (true) {
            fill();
            for (int i = Math.max(3, checked); i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                    return i + 1;
                }
            }
            checked = filled;
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("The server closed the connection");
        }
        filled += read;
    }

    private static int contentLength(String head) throws IOException {
        String name = "content-length:";
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        if (at < 0) {
            throw new IOException("An answer without Content-Length: " + head);
        }
        int lineEnd = head.indexOf('\r', at);
        return Integer.parseInt(head.substring(at + name.length(), lineEnd).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
