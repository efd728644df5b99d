package io.tesela.cli;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.registry.RepositoryPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tesela plan}: what applying the definitions would do. */
@Command(
        name = "plan",
        description = "Show what applying the definitions would create, change, rebuild or delete.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exits with 2 if the definitions cannot be applied."})
final class PlanCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        RepositoryPlan plan = RepositoryPlanning.plan(repository.installation(), repository.folder());
        output.print(spec.commandLine().getOut(), plan::text, () -> OutputOption.parse(plan.json()));
        return plan.problems().isEmpty() ? 0 : ErrorCode.INVALID_DEFINITION.exitCode();
    }
}
