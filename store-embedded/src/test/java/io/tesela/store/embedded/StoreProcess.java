package io.tesela.store.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link StoreProcessMain} in a JVM of its own: takes a command a line, and answers each with a line. */
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;

    private StoreProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    static StoreProcess start(Path store) {
        return start(List.of(), store);
    }

    /** Starts it through a shell in which no file can grow beyond so many KiB. */
    static StoreProcess startWithLargestFile(int kibibytes, Path store) {
        return start(List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash"), store);
    }

    private static StoreProcess start(List<String> shell, Path store) {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED"));
        command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        // A process that is killed leaves the native library that it has unpacked.
        command.add("-Djava.io.tmpdir=" + store.getParent());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(StoreProcessMain.class.getName(), store.toString()));
        try {
            StoreProcess started = new StoreProcess(
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
            started.expect("ready");
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a command without waiting for its answer. */
    void send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that it says. */
    String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError(
                        "the process has ended with " + process.onExit().join().exitValue());
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a command and returns the answer. */
    String ask(String command) {
        send(command);
        return answer();
    }

    void expect(String expected) {
        String answer = answer();
        if (!answer.equals(expected)) {
            throw new AssertionError("expected '" + expected + "', was '" + answer + "'");
        }
    }

    /** Sends a signal, such as STOP. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it without warning and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
