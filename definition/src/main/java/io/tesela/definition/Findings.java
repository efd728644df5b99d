package io.tesela.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with one object. */
final class Findings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern COLUMN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final String RESERVED = "__tesela";

    private final String where;
    private final List<Problem> problems;

    private Findings(String where, List<Problem> problems) {
        this.where = where;
        this.problems = problems;
    }

    /** For an object such as {@code entity 'user'}; its name is checked too. */
    static Findings of(String kind, @Nullable String name) {
        Findings findings = new Findings(kind + " '" + name + "'", new ArrayList<>());
        findings.name("name", name);
        return findings;
    }

    /** The same findings, named by a part of the object. */
    Findings at(String part) {
        return new Findings(where + ", " + part, problems);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void add(String message) {
        problems.add(new Problem(where, message));
    }

    void name(String field, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            add(field + " is empty; give it one of letters, digits and '_', starting with a letter");
        } else if (!NAME.matcher(name).matches()) {
            add(field + " '" + name + "' has other characters than letters, digits and '_', or does not start with a"
                    + " letter; write it like 'user_spending'");
        }
    }

    /** Column names, all different; the SQL engine does not tell upper from lower case. */
    void columnNames(String field, List<Column> columns) {
        Set<String> seen = new HashSet<>();
        for (Column column : columns) {
            if (!COLUMN_NAME.matcher(column.name()).matches()) {
                add(field + " '" + column.name() + "' has other characters than letters, digits and '_', or starts with"
                        + " a digit; write it like 'user_id'");
            }
            if (column.name().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                add(field + " '" + column.name() + "' begins with '" + RESERVED
                        + "', as Tesela's own columns do; rename" + " it");
            }
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                add(field + " '" + column.name() + "' is there twice (upper and lower case are the same); remove or"
                        + " rename one");
            }
        }
    }

    void distinct(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                add(field + " '" + name + "' is there twice; remove one");
            }
        }
    }

    void known(String field, String name, String among, Collection<String> known) {
        if (!known.contains(name)) {
            add(field + " '" + name + "' is no " + among + "; " + DidYouMean.hint(name, known));
        }
    }

    void notBlank(String field, String value, String fix) {
        if (value.isBlank()) {
            add(field + " is empty; " + fix);
        }
    }

    void positive(String field, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            add(field + " is " + text(duration) + "; it must be longer than zero");
        }
    }

    void notNegative(String field, @Nullable Duration duration) {
        if (duration != null && duration.isNegative()) {
            add(field + " is " + text(duration) + "; it must be zero or longer");
        }
    }

    /** D2: a whole number of times the unit. Says nothing if the unit itself is wrong. */
    void multipleOf(String field, Duration duration, String unitField, Duration unit) {
        if (unit.isNegative() || unit.isZero() || divides(unit, duration)) {
            return;
        }
        Duration below = unit.multipliedBy(duration.dividedBy(unit));
        String nearest = below.isZero()
                ? text(duration.isNegative() ? unit.negated() : unit)
                : text(below) + " or " + text(duration.isNegative() ? below.minus(unit) : below.plus(unit));
        add(field + " is " + text(duration) + ", not a multiple of the " + unitField + " of " + text(unit) + "; use "
                + nearest);
    }

    static boolean divides(Duration unit, Duration duration) {
        return unit.multipliedBy(duration.dividedBy(unit)).equals(duration);
    }

    static String text(Duration duration) {
        if (duration.toNanosPart() % 1_000_000 != 0) {
            return duration.toString();
        }
        return duration.isNegative() ? "-" + FeatureNames.label(duration.negated()) : FeatureNames.label(duration);
    }
}
