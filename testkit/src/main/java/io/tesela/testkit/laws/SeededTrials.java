package io.tesela.testkit.laws;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link Law} for its trials. */
final class SeededTrials implements TestTemplateInvocationContextProvider {
    private static final String SEED = "tesela.laws.seed";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Long only = Long.getLong(SEED);
        if (only != null) {
            return Stream.of(new Invocation(Trial.of(only)));
        }
        int trials = context.getRequiredTestMethod().getAnnotation(Law.class).trials();
        SplittableRandom seeds = new SplittableRandom(
                context.getRequiredTestMethod().toGenericString().hashCode());
        return IntStream.range(0, trials).mapToObj(i -> {
            long size = (long) i * Trial.LARGEST / trials;
            long seed = seeds.nextInt(Integer.MAX_VALUE) * (long) Trial.LARGEST + size;
            return new Invocation(Trial.of(seed));
        });
    }

    private record Invocation(Trial trial)
            implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int index) {
            return "seed " + trial.seed();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Trial.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Trial.of(trial.seed());
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            throw new AssertionError(
                    "Broken for the seed " + trial.seed() + ", size " + trial.size() + "; replay with -D" + SEED + "="
                            + trial.seed() + ": " + failure.getMessage(),
                    failure);
        }
    }
}
