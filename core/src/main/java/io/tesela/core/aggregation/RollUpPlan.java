package io.tesela.core.aggregation;

import io.tesela.core.time.TimeRange;
import io.tesela.core.time.WindowRule;
import io.tesela.definition.Feature;
import io.tesela.definition.Window.WindowSeries;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How some features are computed. Time is cut where a window starts or ends; a tile is merged into the one
 * <i>segment</i> between two cuts that it lies in, and a window is the sum of its segments. All times are relative to
 * {@link WindowRule#windowEnd}.
 *
 * @param cuts the starts and ends of windows, ascending; segment i reaches from cut i to cut i + 1
 * @param segments what of a tile each segment needs
 * @param groups the windows that end at one cut, for each such cut
 */
record RollUpPlan(WindowRule rule, long[] cuts, Segment[] segments, Group[] groups, Output[] outputs) {
    /**
     * What of the tiles in a segment is needed.
     *
     * @param covered whether any window covers the segment
     * @param program the steps for the fixed partials
     * @param slots the partials of variable size
     */
    record Segment(boolean covered, int[] program, int[] slots) {}

    /** Windows with a common end, from the shortest to the longest; what the longest needs is what any of them needs. */
    record Group(int endCut, int[] program, int[] slots, Close[] closes) {}

    /** A window's value goes to an output; {@code element} is its position in a series, else 0. */
    record Close(int startCut, int output, int element) {}

    /**
     * A feature.
     *
     * @param elements the length of a series, or -1 where the window is a single one
     */
    record Output(FeatureResult result, int elements, TimeRange lastSpan) {}

    /** A window of a feature. */
    private record Span(Feature feature, TimeRange range, Close close) {}

    static RollUpPlan of(TileLayout layout, List<Feature> features, WindowRule rule) {
        TreeSet<Long> times = new TreeSet<>();
        for (Feature feature : features) {
            for (TimeRange range : rule.spans(feature.window())) {
                times.add(range.startMicros());
                times.add(range.endMicros());
            }
        }
        List<Long> cuts = List.copyOf(times);
        List<Span> spans = new ArrayList<>();
        Output[] outputs = new Output[features.size()];
        for (int f = 0; f < outputs.length; f++) {
            Feature feature = features.get(f);
            List<TimeRange> ranges = rule.spans(feature.window());
            boolean series = feature.window() instanceof WindowSeries;
            TimeRange last = ranges.isEmpty() ? new TimeRange(0, 0) : ranges.get(ranges.size() - 1);
            outputs[f] = new Output(FeatureResult.of(layout, feature), series ? ranges.size() : -1, last);
            for (int i = 0; i < ranges.size(); i++) {
                TimeRange range = ranges.get(i);
                spans.add(new Span(feature, range, new Close(cuts.indexOf(range.startMicros()), f, i)));
            }
        }
        Segment[] segments = new Segment[Math.max(0, cuts.size() - 1)];
        for (int s = 0; s < segments.length; s++) {
            segments[s] = segment(layout, cuts.get(s), spans);
        }
        long[] cutMicros = cuts.stream().mapToLong(Long::longValue).toArray();
        return new RollUpPlan(rule, cutMicros, segments, groups(layout, cuts, spans), outputs);
    }

    private static Segment segment(TileLayout layout, long start, List<Span> all) {
        List<Span> spans =
                all.stream().filter(span -> span.range().contains(start)).toList();
        Set<Partial> needed = needed(layout, spans);
        return new Segment(!spans.isEmpty(), program(layout, needed), slots(layout, needed));
    }

    private static Group[] groups(TileLayout layout, List<Long> cuts, List<Span> all) {
        Map<Long, List<Span>> byEnd = new TreeMap<>();
        for (Span span : all) {
            byEnd.computeIfAbsent(span.range().endMicros(), end -> new ArrayList<>())
                    .add(span);
        }
        List<Group> groups = new ArrayList<>();
        byEnd.forEach((end, spans) -> {
            Set<Partial> needed = needed(layout, spans);
            Close[] closes = spans.stream()
                    .map(Span::close)
                    .sorted(Comparator.comparingInt(Close::startCut).reversed())
                    .toArray(Close[]::new);
            groups.add(new Group(cuts.indexOf(end), program(layout, needed), slots(layout, needed), closes));
        });
        return groups.toArray(Group[]::new);
    }

    private static Set<Partial> needed(TileLayout layout, List<Span> spans) {
        Set<Partial> needed = new HashSet<>();
        for (Span span : spans) {
            needed.addAll(layout.partials(span.feature()));
        }
        return needed;
    }

    private static int[] program(TileLayout layout, Set<Partial> needed) {
        return needed.stream()
                .filter(Partial::isFixed)
                .mapToInt(partial -> Words.step(layout.word(partial), partial.kind()))
                .sorted()
                .toArray();
    }

    private static int[] slots(TileLayout layout, Set<Partial> needed) {
        return needed.stream()
                .filter(partial -> !partial.isFixed())
                .mapToInt(layout::slot)
                .sorted()
                .toArray();
    }
}
