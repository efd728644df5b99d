package io.tesela.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When the edits of the day are replayed, and under which event times. */
final class Replay {
    /** The replay's "now" in the day of the edits: a busy time, with forty edits a minute. */
    static final Instant LIVE_FROM = Instant.parse("2015-09-12T17:20:00Z");

    private static final Duration DAY = Duration.ofDays(1);

    private Replay() {}

    /**
     * The edits with their own times, in the order of delivery: each is held up by a random delay below {@code delay},
     * as on the way through a real network, so that earlier edits arrive after later ones.
     */
    static List<TimedEdit> delayed(List<Edit> edits, Duration delay, long seed) {
        record Delivery(TimedEdit edit, Instant arrival) {}
        Random random = new Random(seed);
        return edits.stream()
                .map(edit -> new Delivery(
                        new TimedEdit(edit, edit.time()), edit.time().plusMillis(random.nextLong(delay.toMillis()))))
                .sorted(Comparator.comparing(Delivery::arrival))
                .map(Delivery::edit)
                .toList();
    }

    /**
     * The 24 hours before {@code now}: every edit of the day once, moved so that the day's {@link #LIVE_FROM} is now.
     * Ascending by time.
     */
    static List<TimedEdit> history(List<Edit> edits, Instant now) {
        int live = liveFrom(edits);
        return IntStream.range(0, edits.size())
                .mapToObj(i -> edits.get((live + i) % edits.size()))
                .map(edit -> moved(edit, now, edit.time().isBefore(LIVE_FROM) ? 0 : -1))
                .toList();
    }

    /** What comes after {@link #history}, at the pace at which it happened: the day again and again. Ascending. */
    static Iterator<TimedEdit> future(List<Edit> edits, Instant now) {
        int live = liveFrom(edits);
        return Stream.iterate((long) live, i -> i + 1)
                .map(i -> moved(edits.get((int) (i % edits.size())), now, (int) (i / edits.size())))
                .iterator();
    }

    private static int liveFrom(List<Edit> edits) {
        return (int)
                edits.stream().filter(edit -> edit.time().isBefore(LIVE_FROM)).count();
    }

    private static TimedEdit moved(Edit edit, Instant now, int days) {
        return new TimedEdit(
                edit, now.plus(Duration.between(LIVE_FROM, edit.time())).plus(DAY.multipliedBy(days)));
    }
}
