package io.tesela.broker;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a child JVM: {@link KafkaBroker} with a class path of its own, so that Kafka's server and the
 * caller's Kafka client never meet. The child ends with this process, however that ends. Its data and its log file
 * {@code broker.log} are in the folder it was given; starting again on the same folder finds the topics as they were.
 */
public final class KafkaBrokerProcess implements AutoCloseable {
    private static final String LOCALHOST = "127.0.0.1";
    private static final int ATTEMPTS = 3;
    private static final long ANSWER_SECONDS = 60;
    private static final int LOG_TAIL_LINES = 15;
    private static final String EXITED = "exited";

    private final Process process;
    private final int port;
    private final Path log;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private KafkaBrokerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> readAnswers(process), "kafka-broker-" + port);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @param folder where data and log go; created if need be
     * @param port the port to listen on, 0 for any free one
     * @throws TeselaException with code CONFLICT if the port is taken, UNAVAILABLE if the broker did not start; the
     *     message ends with the last lines of its log
     */
    public static KafkaBrokerProcess start(Path folder, int port) {
        if (port != 0) {
            requireFree(port);
            return launch(folder, port);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return launch(folder, freePort());
            } catch (TeselaException failure) {
                // Another process may have taken the free port before the child did.
                if (attempt == ATTEMPTS || !String.valueOf(failure.getMessage()).contains("Address already in use")) {
                    throw failure;
                }
            }
        }
    }

    /** Where clients connect: {@code host:port}. */
    public String bootstrapServers() {
        return LOCALHOST + ":" + port;
    }

    /** The process id of the child. */
    public long pid() {
        return process.pid();
    }

    /**
     * Creates a topic and returns when it can be written and read.
     *
     * @throws TeselaException with code INVALID_ARGUMENT if the broker refuses, such as for a topic that exists
     */
    public synchronized void createTopic(String name, int partitions) {
        commands.println("topic " + partitions + " " + name);
        String answer = answer("create topic '" + name + "'");
        if (!answer.equals("done")) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The broker " + bootstrapServers() + " did not create topic '" + name + "' with " + partitions
                            + " partitions: " + answer.replaceFirst("^failed ", ""));
        }
    }

    /** Ends the broker as a crash would ({@code kill -9}) and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the broker, by force if it takes too long, and returns when it is gone. Its folder stays. */
    @Override
    public void close() {
        commands.close();
        process.onExit()
                .completeOnTimeout(process, ANSWER_SECONDS / 4, TimeUnit.SECONDS)
                .join();
        kill();
    }

    private static KafkaBrokerProcess launch(Path folder, int port) {
        Path log = folder.resolve("broker.log").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command(folder, port))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            KafkaBrokerProcess broker = new KafkaBrokerProcess(process, port, log);
            broker.answer("start");
            return broker;
        } catch (IOException failure) {
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE, "Cannot start a Kafka broker in folder " + folder + ": " + failure, failure);
        }
    }

    private static List<String> command(Path folder, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
                "-cp",
                childClassPath(),
                KafkaBroker.class.getName(),
                folder.toAbsolutePath().toString(),
                Integer.toString(port),
                Integer.toString(freePort()));
    }

    /** Where this class is, and what the build found Kafka's server to need. */
    private static String childClassPath() {
        try (var file = KafkaBrokerProcess.class.getResourceAsStream("child-class-path.txt")) {
            if (file == null) {
                throw new TeselaException(
                        ErrorCode.INTERNAL,
                        "The broker module was built without child-class-path.txt; build it again with Maven");
            }
            String jars = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            for (String jar : jars.split(File.pathSeparator, -1)) {
                if (!Files.exists(Path.of(jar))) {
                    throw new TeselaException(
                            ErrorCode.INTERNAL,
                            "The Kafka broker needs " + jar + ", which is not there; build the broker module again");
                }
            }
            Path here = Path.of(KafkaBrokerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return here + File.pathSeparator + jars;
        } catch (IOException | URISyntaxException failure) {
            throw new TeselaException(ErrorCode.INTERNAL, "Cannot read the Kafka broker's class path", failure);
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the broker does: a port whose last connections are still closing is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new TeselaException(
                    ErrorCode.CONFLICT,
                    "Cannot start a Kafka broker on port " + port + ": " + taken.getMessage()
                            + ". Stop the program that listens there, or choose another port (0 takes any free one)",
                    taken);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new TeselaException(ErrorCode.UNAVAILABLE, "No port is free on " + LOCALHOST, failure);
        }
    }

    private void readAnswers(Process child) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException closed) {
            // The stream breaks when the child is killed; that is the end of its answers too.
        }
        answers.add(EXITED);
    }

    private String answer(String task) {
        String answer = nextAnswer();
        if (answer == null || answer.equals(EXITED)) {
            kill();
            answers.add(EXITED);
            throw new TeselaException(
                    ErrorCode.UNAVAILABLE,
                    "The Kafka broker on port " + port + " did not " + task + ": "
                            + (answer == null
                                    ? "no answer in " + ANSWER_SECONDS + " s"
                                    : "it ended with exit code " + process.exitValue())
                            + ". The end of " + log + ":\n" + tail());
        }
        return answer;
    }

    private @Nullable String nextAnswer() {
        try {
            return answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            kill();
            throw new TeselaException(ErrorCode.UNAVAILABLE, "Interrupted while waiting for the Kafka broker");
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException failure) {
            return "(not readable: " + failure.getMessage() + ")";
        }
    }
}
