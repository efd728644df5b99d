package io.tesela.demo;

import io.tesela.demo.LiveScreen.Output;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process writes to. */
final class Terminal {
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final int USUAL_HEIGHT = 24;

    private Terminal() {}

    static Output output() {
        // Not by System.console(), whose answer differs between versions of Java.
        boolean isTerminal = System.getenv("TERM") != null && isTerminal(1);
        return isTerminal ? Output.TERMINAL : Output.FILE;
    }

    private static boolean isTerminal(int descriptor) {
        try {
            return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException unknown) {
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many lines fit. */
    static int height() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher size = SIZE.matcher(answer);
            boolean known = stty.waitFor(1, TimeUnit.SECONDS) && size.matches();
            int lines = known ? Integer.parseInt(size.group(1)) : 0;
            return lines == 0 ? USUAL_HEIGHT : lines;
        } catch (IOException unknown) {
            return USUAL_HEIGHT;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return USUAL_HEIGHT;
        }
    }
}
