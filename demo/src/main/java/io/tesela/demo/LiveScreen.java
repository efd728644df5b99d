package io.tesela.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Shows the live demo's state: in place in a terminal, else as a line now and then. */
sealed interface LiveScreen extends AutoCloseable {
    /** Shows a state in place of the one before. */
    void show(LiveState state);

    @Override
    void close();

    /**
     * The screen for a process.
     *
     * @param footer lines that never change
     * @param terminal whether a person looks at {@code out}
     */
    static LiveScreen of(PrintWriter out, List<String> footer, Output terminal) {
        return terminal == Output.TERMINAL ? new InPlace(out, footer) : new Lines(out, footer);
    }

    /** What the output goes to. */
    enum Output {
        TERMINAL,
        FILE
    }

    /** Draws the page over the one before, without flicker, and leaves the last one behind. */
    final class InPlace implements LiveScreen {
        /** Another screen, so that the shell's stays as it was; no cursor; long lines are cut off. */
        private static final String OTHER_SCREEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

        private static final String BACK = "\u001b[?7h\u001b[?25h\u001b[?1049l";
        private static final String HOME = "\u001b[H";
        private static final String END_OF_LINE = "\u001b[K";
        private static final String CLEAR_BELOW = "\u001b[J";

        private final PrintWriter out;
        private final LivePage page;
        private final int height = Terminal.height();
        private List<String> latest = List.of();

        private InPlace(PrintWriter out, List<String> footer) {
            this.out = out;
            this.page = new LivePage(LivePage.Style.ANSI, footer);
            out.print(OTHER_SCREEN);
            out.flush();
        }

        @Override
        public void show(LiveState state) {
            StringBuilder text = new StringBuilder(HOME);
            latest = page.page(state, height - 1);
            latest.forEach(line -> text.append(line).append(END_OF_LINE).append('\n'));
            out.print(text.append(CLEAR_BELOW));
            out.flush();
        }

        @Override
        public void close() {
            out.print(BACK);
            latest.forEach(out::println);
            out.flush();
        }
    }

    /** Prints a line every few seconds, and the whole page once at the end. */
    final class Lines implements LiveScreen {
        private static final Duration PAUSE = Duration.ofSeconds(5);

        private final PrintWriter out;
        private final LivePage page;
        private Instant next = Instant.MIN;
        private List<String> latest = List.of();

        private Lines(PrintWriter out, List<String> footer) {
            this.out = out;
            this.page = new LivePage(LivePage.Style.PLAIN, footer);
            footer.forEach(out::println);
            out.flush();
        }

        @Override
        public void show(LiveState state) {
            latest = page.page(state, Integer.MAX_VALUE);
            if (!state.now().isBefore(next)) {
                next = state.now().plus(PAUSE);
                out.println(page.line(state));
                out.flush();
            }
        }

        @Override
        public void close() {
            latest.forEach(out::println);
            out.flush();
        }
    }
}
