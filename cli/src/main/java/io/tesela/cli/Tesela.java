package io.tesela.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code tesela} command. */
@Command(
        name = "tesela",
        description = "Streaming features for machine learning: declared once, fresh online, exact in training.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            InitCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            UpCommand.class,
            StreamCommand.class,
            ServeCommand.class,
            StatusCommand.class,
            GetCommand.class,
            KeysCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "tesela 0.1.0",
        footer = {
            "",
            "Start here:",
            "  tesela demo            a live stream, its tiles and its features, in one terminal",
            "  tesela init features   a small feature repository to edit"
        })
public final class Tesela {
    private Tesela() {}

    /** Runs the verb that the arguments name and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs the verb that the arguments name.
     *
     * @return the exit code: 0 for success, 2 for what the user has to change, others as
     *     {@link io.tesela.core.error.ErrorCode} says
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Tesela());
        for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            line.addSubcommand(provider.command());
        }
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler(new ErrorReport());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }
}
