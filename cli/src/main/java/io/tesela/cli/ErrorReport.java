package io.tesela.cli;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.DefinitionException;
import io.tesela.definition.Problem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a person what went wrong: a sentence for what they can change, a stack trace only for a defect. */
final class ErrorReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult arguments) {
        PrintWriter err = line.getErr();
        if (failure instanceof DefinitionException wrong) {
            definitionProblems(err, wrong.problems());
            return ErrorCode.INVALID_DEFINITION.exitCode();
        }
        if (failure instanceof TeselaException known && known.code().kind() != ErrorCode.Kind.INTERNAL) {
            err.println("tesela: " + known.getMessage());
            return known.code().exitCode();
        }
        err.println("tesela: an unexpected error; please report it with what follows");
        failure.printStackTrace(err);
        return ErrorCode.INTERNAL.exitCode();
    }

    private static void definitionProblems(PrintWriter err, List<Problem> problems) {
        err.println("tesela: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + " in the definitions");
        for (Problem problem : problems) {
            err.println("  - " + problem);
        }
    }
}
