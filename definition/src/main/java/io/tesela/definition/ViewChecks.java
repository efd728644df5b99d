package io.tesela.definition;

import io.tesela.definition.AggregationFunction.ApproxCountDistinct;
import io.tesela.definition.AggregationFunction.ApproxPercentile;
import io.tesela.definition.AggregationFunction.FirstDistinct;
import io.tesela.definition.AggregationFunction.FirstN;
import io.tesela.definition.AggregationFunction.LastDistinct;
import io.tesela.definition.AggregationFunction.LastN;
import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.definition.Window.TimeWindow;
import io.tesela.definition.Window.WindowSeries;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes a {@link StreamFeatureView} wrong. */
final class ViewChecks {
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_REACH = Duration.ofDays(3_650);
    private static final int LONGEST_SERIES = 1_000;
    private static final int MOST_VALUES = 1_000;

    private ViewChecks() {}

    static List<Problem> problems(StreamFeatureView view, @Nullable String featureStartTime) {
        Findings findings = Findings.of("stream feature view", view.name());
        boolean hasSource = !view.source().equals(Checks.MISSING_SOURCE);
        if (!hasSource) {
            findings.add("it has no source; add .source(…)");
        }
        entities(findings, view);
        sql(findings, view, hasSource);
        schedule(findings, view, featureStartTime);
        if (view.aggregations().isEmpty()) {
            attributes(findings, view);
        } else {
            aggregations(findings, view);
        }
        return findings.problems();
    }

    private static void entities(Findings findings, StreamFeatureView view) {
        if (view.entities().isEmpty()) {
            findings.add("it has no entity; add .entities(…)");
        }
        findings.distinct("entity", view.entities().stream().map(Entity::name).toList());
        if (view.entities().size() == new HashSet<>(view.entities()).size()) {
            findings.columnNames("join key", view.joinKeys());
        }
    }

    private static void sql(Findings findings, StreamFeatureView view, boolean hasSource) {
        if (view.sql().isBlank()) {
            findings.add("it has no transformation; add .sql(\"SELECT … FROM "
                    + (hasSource ? view.source().name() : "source") + "\")");
        } else if (hasSource) {
            String source = view.source().name();
            Pattern word = Pattern.compile("\\b" + Pattern.quote(source) + "\\b", Pattern.CASE_INSENSITIVE);
            if (!source.isEmpty() && !word.matcher(view.sql()).find()) {
                findings.add("its sql does not read the source; write FROM " + source);
            }
        }
    }

    private static void schedule(Findings findings, StreamFeatureView view, @Nullable String featureStartTime) {
        findings.notNegative("triggerInterval", view.triggerInterval());
        findings.positive("batchSchedule", view.batchSchedule());
        findings.positive("maxBackfillInterval", view.maxBackfillInterval());
        if (view.batchSchedule() != null) {
            findings.multipleOf(
                    "batchSchedule", view.batchSchedule(), "aggregationInterval", view.aggregationInterval());
        }
        if (view.maxBackfillInterval() != null) {
            if (view.batchSchedule() == null) {
                findings.add("maxBackfillInterval needs a batchSchedule; add .batchSchedule(…)");
            } else {
                findings.multipleOf(
                        "maxBackfillInterval", view.maxBackfillInterval(), "batchSchedule", view.batchSchedule());
            }
        }
        if (featureStartTime != null && view.featureStartTime() == null) {
            findings.add("featureStartTime '" + featureStartTime + "' is no instant; write it like"
                    + " '2026-01-01T00:00:00Z'");
        }
    }

    private static void attributes(Findings findings, StreamFeatureView view) {
        findings.positive("ttl", view.ttl());
        if (!view.aggregationInterval().isZero()) {
            findings.add("it has an aggregationInterval of " + Findings.text(view.aggregationInterval())
                    + " but no aggregations; add .aggregate(…) or remove the interval");
        }
    }

    private static void aggregations(Findings findings, StreamFeatureView view) {
        if (view.ttl() != null) {
            findings.add("ttl is for views without aggregations; remove it: the windows say how long values count");
        }
        boolean tiled = view.streamProcessingMode() == StreamProcessingMode.TIME_INTERVAL;
        Duration interval = view.aggregationInterval();
        if (tiled) {
            interval(findings, interval);
        } else if (!interval.isZero()) {
            findings.add("aggregationInterval has no meaning in CONTINUOUS mode; remove one of the two");
        }
        for (Aggregation aggregation : view.aggregations()) {
            Findings part =
                    findings.at("aggregation '" + aggregation.function().label() + "(" + aggregation.column() + ")'");
            aggregation(part, aggregation);
            for (Window window : aggregation.windows()) {
                window(part, window, tiled && isWhole(interval) ? interval : Duration.ZERO);
            }
        }
        featureNames(findings, view);
    }

    private static void interval(Findings findings, Duration interval) {
        if (interval.isZero()) {
            findings.add("it has no aggregationInterval; add .aggregationInterval(…), the length of a tile");
        } else if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            findings.add("aggregationInterval is " + Findings.text(interval) + "; it must be at least 1s");
        } else if (!isWhole(interval)) {
            findings.add("aggregationInterval is " + Findings.text(interval) + "; it must be whole milliseconds");
        }
    }

    private static boolean isWhole(Duration interval) {
        return interval.toNanosPart() % 1_000_000 == 0;
    }

    private static void aggregation(Findings findings, Aggregation aggregation) {
        findings.notBlank("column", aggregation.column(), "name an output column of the sql");
        if (aggregation.windows().isEmpty()) {
            findings.add("it has no window; write .over(ofHours(1))");
        }
        if (aggregation.featureName() != null) {
            findings.name("feature name", aggregation.featureName());
            if (aggregation.windows().size() > 1) {
                findings.add("one name '" + aggregation.featureName() + "' cannot stand for "
                        + aggregation.windows().size() + " windows; name an aggregation for each");
            }
        }
        AggregationFunction function = aggregation.function();
        if (function instanceof LastN last) {
            inRange(findings, "n", last.n(), 1, MOST_VALUES);
        } else if (function instanceof FirstN first) {
            inRange(findings, "n", first.n(), 1, MOST_VALUES);
        } else if (function instanceof LastDistinct last) {
            inRange(findings, "n", last.n(), 1, MOST_VALUES);
        } else if (function instanceof FirstDistinct first) {
            inRange(findings, "n", first.n(), 1, MOST_VALUES);
        } else if (function instanceof ApproxCountDistinct distinct) {
            inRange(findings, "precision", distinct.precision(), 4, 16);
        } else if (function instanceof ApproxPercentile percentile) {
            inRange(findings, "precision", percentile.precision(), 20, 500);
            if (!(percentile.percentile() >= 0 && percentile.percentile() <= 1)) {
                findings.add("percentile is " + percentile.percentile() + "; it must be between 0 and 1, such as 0.99");
            }
        }
    }

    private static void inRange(Findings findings, String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            findings.add(parameter + " is " + value + "; it must be between " + least + " and " + most);
        }
    }

    /** @param interval zero if windows need not be whole tiles */
    private static void window(Findings findings, Window window, Duration interval) {
        if (window instanceof TimeWindow time) {
            length(findings, "window", time.size(), interval);
            if (time.offset().isNegative()) {
                findings.multipleOf("offset", time.offset(), "aggregationInterval", interval);
            } else if (!time.offset().isZero()) {
                findings.add("offset is " + Findings.text(time.offset())
                        + "; a window lies in the past: use ofHours(-1) or the like");
            }
            reach(findings, time.size().minus(time.offset()));
        } else {
            series(findings, (WindowSeries) window, interval);
        }
    }

    private static void series(Findings findings, WindowSeries series, Duration interval) {
        length(findings, "window of the series", series.size(), interval);
        length(findings, "step of the series", series.step(), interval);
        if (!series.start().isNegative()) {
            findings.add("start of the series is " + Findings.text(series.start())
                    + "; it must lie in the past: use ofDays(-7) or the like");
            return;
        }
        findings.multipleOf("start of the series", series.start(), "aggregationInterval", interval);
        findings.multipleOf("end of the series", series.end(), "aggregationInterval", interval);
        reach(findings, series.start().abs());
        Duration room = series.end().minus(series.start());
        if (series.end().compareTo(Duration.ZERO) > 0) {
            findings.add("end of the series is " + Findings.text(series.end()) + "; it must be zero or negative");
        } else if (room.compareTo(series.size()) < 0) {
            findings.add("the series from " + Findings.text(series.start()) + " to " + Findings.text(series.end())
                    + " has no room for a window of " + Findings.text(series.size()));
        } else if (series.step().compareTo(Duration.ZERO) > 0
                && room.minus(series.size()).dividedBy(series.step()) >= LONGEST_SERIES) {
            findings.add("the series has more than " + LONGEST_SERIES + " windows; take a longer step than "
                    + Findings.text(series.step()) + " or a later start");
        }
    }

    private static void length(Findings findings, String field, Duration length, Duration interval) {
        if (length.isNegative() || length.isZero()) {
            findings.positive(field, length);
        } else {
            findings.multipleOf(field, length, "aggregationInterval", interval);
        }
    }

    private static void reach(Findings findings, Duration reach) {
        if (reach.compareTo(LONGEST_REACH) > 0) {
            findings.add("it reaches " + Findings.text(reach) + " back; the most is " + Findings.text(LONGEST_REACH));
        }
    }

    private static void featureNames(Findings findings, StreamFeatureView view) {
        Set<String> wronglyShared = new HashSet<>();
        for (Aggregation aggregation : view.aggregations()) {
            if (aggregation.featureName() != null && aggregation.windows().size() > 1) {
                wronglyShared.add(aggregation.featureName());
            }
        }
        Set<String> seen = new HashSet<>();
        for (Feature feature : view.features()) {
            if (!seen.add(feature.name()) && !wronglyShared.contains(feature.name())) {
                findings.add("two features are named '" + feature.name() + "'; remove one or name it with .named(…)");
            }
        }
    }
}
