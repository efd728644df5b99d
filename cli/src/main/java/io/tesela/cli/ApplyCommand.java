package io.tesela.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.error.ErrorCode;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.RepositoryPlan;
import java.io.Console;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tesela apply}: makes the definitions the workspace's. */
@Command(
        name = "apply",
        description = "Apply the definitions: stream jobs and feature server take them over at once.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--yes", description = "Don't ask before something is changed or deleted.")
    private boolean yes;

    @Override
    public Integer call() {
        Installation installation = repository.installation();
        RepositoryPlan plan = RepositoryPlanning.plan(installation, repository.folder());
        PrintWriter out = spec.commandLine().getOut();
        if (!output.isJson()) {
            out.print(plan.text());
            out.flush();
        }
        if (!plan.problems().isEmpty()) {
            output.print(out, () -> "", () -> OutputOption.parse(plan.json()));
            return ErrorCode.INVALID_DEFINITION.exitCode();
        }
        boolean risky = plan.count(RepositoryPlan.Action.CHANGE) + plan.count(RepositoryPlan.Action.DELETE) > 0;
        if (risky && !yes && !confirmed(System.console())) {
            spec.commandLine().getErr().println("tesela: nothing was applied; pass --yes to apply without being asked");
            return ErrorCode.CONFLICT.exitCode();
        }
        AppliedRepository applied =
                installation.registry().apply(plan, InstantSource.system().instant());
        output.print(
                out,
                () -> plan.changesNothing()
                        ? ""
                        : "Applied as version " + applied.version() + " of workspace '" + applied.workspace() + "'.\n",
                () -> ((ObjectNode) OutputOption.parse(plan.json())).put("appliedVersion", applied.version()));
        return 0;
    }

    private static boolean confirmed(@org.jspecify.annotations.Nullable Console console) {
        return console != null && "yes".equals(console.readLine("%nApply this? Only 'yes' does: "));
    }
}
