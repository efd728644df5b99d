package io.tesela.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tesela.cli.repository.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tesela init}: a feature repository to begin with. */
@Command(
        name = "init",
        description = "Write a small, commented feature repository that works.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            paramLabel = "FOLDER",
            defaultValue = ".",
            arity = "0..1",
            description = "Where to write it; made if it does not exist (default: here).")
    private Path folder = Path.of(".");

    @Override
    public Integer call() {
        List<Path> written = Template.write(folder);
        output.print(
                spec.commandLine().getOut(),
                () -> {
                    StringBuilder text = new StringBuilder();
                    written.forEach(file -> text.append("Wrote ").append(file).append('\n'));
                    return text + "\nNext:\n  tesela plan -C " + folder + "    shows what applying it would do\n"
                            + "  tesela apply -C " + folder + "   applies it\n  tesela up -C " + folder
                            + "      runs its stream jobs and the feature server\n";
                },
                () -> {
                    ArrayNode files = OutputOption.mapper().createArrayNode();
                    written.forEach(file -> files.add(file.toString()));
                    return OutputOption.mapper().createObjectNode().set("written", files);
                });
        return 0;
    }
}
