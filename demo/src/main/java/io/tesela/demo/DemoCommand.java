package io.tesela.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tesela demo}. */
@Command(
        name = "demo",
        description = {
            "Replay a day of real Wikipedia edits and serve features of users, pages and channels.",
            "Without options it runs live in this terminal until Ctrl-C: a Kafka broker, the stream jobs and a feature"
                    + " server, in a temporary folder."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  tesela demo                  watch features change, ask for them with curl",
            "  tesela demo --duration 60s   the same for a minute",
            "  tesela demo --once           replay the day at once and compare every feature with DuckDB"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8585;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--once", description = "Replay the day as fast as it goes, compare, and end.")
    private boolean once;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "End the live demo after this time, such as 60s or 5m.")
    private @Nullable Duration duration;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + DEFAULT_PORT,
            description = "The feature server's port in the live demo, 0 for any free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        InstantSource clock = InstantSource.system();
        if (once) {
            return new DemoOnce(out, clock).run().isRight() ? 0 : 1;
        }
        new LiveDemo(out, clock, port).run(duration);
        return 0;
    }

    /** Reads a time such as {@code 90s}, {@code 5m} or {@code 1h}. */
    static final class DurationText implements ITypeConverter<Duration> {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "' is no time; expected one such as 60s, 5m or 1h");
            }
            long count = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
    }
}
