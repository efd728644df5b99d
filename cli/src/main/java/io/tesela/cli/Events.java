package io.tesela.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;

/** What a long-running verb tells while it runs: a line of text or a line of JSON for each event. */
final class Events {
    private final PrintWriter out;
    private final OutputOption output;
    private final InstantSource clock;

    Events(PrintWriter out, OutputOption output, InstantSource clock) {
        this.out = out;
        this.output = output;
        this.clock = clock;
    }

    void say(String message) {
        Instant now = clock.instant();
        synchronized (out) {
            if (output.isJson()) {
                out.println(OutputOption.mapper()
                        .createObjectNode()
                        .put("time", now.toString())
                        .put("message", message)
                        .toString());
            } else {
                out.println(TextTable.time(now).substring(11) + "  " + message);
            }
            out.flush();
        }
    }
}
