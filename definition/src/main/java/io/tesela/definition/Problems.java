package io.tesela.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the problems that a builder finds: outside of {@link #collect} they are thrown at once, inside
 * they are gathered, so that one report names everything that is wrong with a feature repository.
 */
public final class Problems {
    private static final ThreadLocal<@Nullable List<Problem>> COLLECTED = new ThreadLocal<>();

    private Problems() {}

    /**
     * What a loading step produced and what was wrong on the way.
     *
     * @param value null only if the step itself returned null
     */
    public record Collected<T>(T value, List<Problem> problems) {}

    /** Runs {@code step} and gathers the problems of all definitions that it builds on this thread. */
    public static <T> Collected<T> collect(Supplier<T> step) {
        List<Problem> outer = COLLECTED.get();
        List<Problem> problems = new ArrayList<>();
        COLLECTED.set(problems);
        try {
            T value = step.get();
            return new Collected<>(value, List.copyOf(problems));
        } finally {
            if (outer == null) {
                COLLECTED.remove();
            } else {
                COLLECTED.set(outer);
            }
        }
    }

    /** @throws DefinitionException if there are problems and nobody collects them */
    static void report(List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        List<Problem> collected = COLLECTED.get();
        if (collected == null) {
            throw new DefinitionException(problems);
        }
        collected.addAll(problems);
    }
}
