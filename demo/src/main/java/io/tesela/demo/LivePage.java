package io.tesela.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a {@link LiveState} as text: a page for a terminal, or one line for a log. */
final class LivePage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int NAME_WIDTH = 46;
    private static final Duration CATCHING_UP = Duration.ofMinutes(2);

    /** How values stand out. */
    enum Style {
        PLAIN("", "", ""),
        ANSI("\u001b[1m", "\u001b[32m", "\u001b[0m");

        private final String bold;
        private final String changed;
        private final String off;

        Style(String bold, String changed, String off) {
            this.bold = bold;
            this.changed = changed;
            this.off = off;
        }
    }

    private final Style style;
    private final List<String> footer;

    /** @param footer lines that never change */
    LivePage(Style style, List<String> footer) {
        this.style = style;
        this.footer = List.copyOf(footer);
    }

    /**
     * The whole state, with fewer features of each entity if it would be too high.
     *
     * @param height the most lines
     */
    List<String> page(LiveState state, int height) {
        List<String> lines = new ArrayList<>(top(state));
        int left = height - lines.size() - 1 - footer.size();
        int each = state.entities().isEmpty()
                ? 0
                : Math.max(1, left / state.entities().size() - 2);
        for (LiveState.Entity entity : state.entities()) {
            lines.add("");
            lines.add(bold(entity.view() + "  " + entity.name()));
            entity.values().stream().limit(each).map(this::row).forEach(lines::add);
        }
        lines.add("");
        lines.addAll(footer);
        return lines;
    }

    private List<String> top(LiveState state) {
        List<String> lines = new ArrayList<>();
        lines.add(bold("Tesela demo") + "   Wikipedia edits of 2015-09-12, replayed as if they happened now   "
                + TIME.format(state.now()) + " UTC");
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "edits in   %,d of the last 24 hours, then %,d live (%.1f/s)",
                state.loaded(),
                state.live(),
                rate(state)));
        TimedEdit last = state.last();
        lines.add("latest     "
                + (last == null
                        ? "-"
                        : TIME.format(last.time()) + "  " + last.edit().user() + " edits \""
                                + last.edit().page() + "\" in " + last.edit().channel()));
        lines.add("");
        lines.add(bold(String.format(
                "%-15s %-9s %9s %9s %6s %6s %10s  %s",
                "view", "state", "edits", "tiles", "late", "dead", "freshness", "watermark")));
        state.views().forEach(view -> lines.add(row(view)));
        return lines;
    }

    /** The state in one line. */
    String line(LiveState state) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "%s  %,d + %,d edits", TIME.format(state.now()), state.loaded(), state.live()));
        for (LiveState.View view : state.views()) {
            line.append(String.format(
                    Locale.ROOT,
                    " | %s %s: %,d tiles, fresh %s, late %d, dead %d",
                    view.name(),
                    view.state(),
                    view.tiles(),
                    freshness(view),
                    view.late(),
                    view.dead()));
        }
        for (LiveState.Entity entity : state.entities()) {
            if (!entity.values().isEmpty()) {
                LiveState.Value first = entity.values().get(0);
                line.append(" | ").append(entity.name()).append(' ').append(first.feature());
                line.append('=').append(first.value());
            }
        }
        return line.toString();
    }

    private static double rate(LiveState state) {
        return state.running().isZero()
                ? 0
                : state.live() * 1e3 / state.running().toMillis();
    }

    private static String row(LiveState.View view) {
        Instant watermark = view.watermark();
        return String.format(
                Locale.ROOT,
                "%-15s %-9s %,9d %,9d %,6d %,6d %10s  %s",
                view.name(),
                view.state(),
                view.rows(),
                view.tiles(),
                view.late(),
                view.dead(),
                freshness(view),
                watermark == null ? "-" : TIME.format(watermark));
    }

    private String row(LiveState.Value value) {
        String text = value.changed() ? style.changed + value.value() + style.off : value.value();
        return String.format("  %-" + NAME_WIDTH + "s %s", value.feature(), text);
    }

    private static String freshness(LiveState.View view) {
        Duration freshness = view.freshness();
        if (freshness == null) {
            return "-";
        }
        // While the history is being read, the latest edit read is hours old.
        return freshness.compareTo(CATCHING_UP) > 0
                ? freshness.toMinutes() + " min"
                : String.format(Locale.ROOT, "%.1f s", freshness.toMillis() / 1e3);
    }

    private String bold(String text) {
        return style.bold + text + style.off;
    }
}
