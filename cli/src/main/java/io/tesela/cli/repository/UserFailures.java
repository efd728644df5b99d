package io.tesela.cli.repository;

import io.tesela.definition.DefinitionException;
import io.tesela.definition.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what a user's code throws into problems that name the line of the user's code. */
final class UserFailures {
    private static final String DEFINITION_PACKAGE = DefinitionException.class.getPackageName() + ".";

    private final Set<String> userClasses;

    UserFailures(Set<String> userClasses) {
        this.userClasses = userClasses;
    }

    /** @param where what was being done, for a failure that has no line in the user's code */
    List<Problem> problems(String where, Throwable thrown) {
        Throwable failure = initializerCause(thrown);
        if (failure instanceof DefinitionException wrong) {
            return wrong.problems();
        }
        List<StackTraceElement> lines = new ArrayList<>();
        for (StackTraceElement element : failure.getStackTrace()) {
            if (userClasses.contains(element.getClassName())) {
                lines.add(element);
            }
        }
        String what = describe(failure);
        return List.of(
                lines.isEmpty()
                        ? new Problem(where, what)
                        : new Problem(line(lines.get(0)), what + calledFrom(lines.subList(1, lines.size()))));
    }

    /** A static initialiser's failure comes wrapped, and once more for each later use of the class. */
    private static Throwable initializerCause(Throwable thrown) {
        Throwable failure = thrown;
        while (failure.getCause() != null
                && (failure instanceof ExceptionInInitializerError || failure instanceof NoClassDefFoundError)) {
            failure = failure.getCause();
        }
        return failure;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getSimpleName();
        return nullTaker(failure)
                .map(method -> "a null was given to " + method
                        + "(…); is it a constant that is initialised further down, or in a class that needs this one?")
                .orElse("this line throws " + type + (message == null ? "" : ": " + message));
    }

    /** The method of the definition API that was given a null, if that is what happened. */
    private static Optional<String> nullTaker(Throwable failure) {
        if (!(failure instanceof NullPointerException)) {
            return Optional.empty();
        }
        return Arrays.stream(failure.getStackTrace())
                .filter(element -> !element.getClassName().startsWith("java."))
                .findFirst()
                .filter(element -> element.getClassName().startsWith(DEFINITION_PACKAGE))
                .map(StackTraceElement::getMethodName);
    }

    private static String calledFrom(List<StackTraceElement> callers) {
        List<String> lines =
                callers.stream().map(UserFailures::line).distinct().limit(3).toList();
        return lines.isEmpty() ? "" : " (called from " + String.join(", ", lines) + ")";
    }

    private static String line(StackTraceElement element) {
        String type = element.getClassName();
        int dot = type.lastIndexOf('.');
        String folder = dot < 0 ? "" : type.substring(0, dot + 1).replace('.', '/');
        return folder + element.getFileName() + ":" + element.getLineNumber();
    }
}
