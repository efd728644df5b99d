package io.tesela.it;

import io.tesela.cli.Tesela;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the command line in a JVM of its own, with the class path and the options of this one. */
final class TeselaProcess {
    private TeselaProcess() {}

    /** What it prints goes to {@code out} and {@code out}.err in {@code folder}; the caller ends it. */
    static Process start(Path folder, String out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tesela.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(out).toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(out + ".err").toFile()))
                .start();
    }
}
