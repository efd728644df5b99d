package io.tesela.core.registry;

import io.tesela.definition.DefinitionException;
import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What applying a repository would do to a workspace.
 *
 * @param current what the plan was made against
 * @param desired what is to be applied
 * @param outputs the name of each view whose transformation could be analysed → its output columns
 * @param changes every object of either, by kind and then by name, the unchanged ones included
 * @param problems what forbids to apply it
 * @param warnings what a person should know before
 */
public record RepositoryPlan(
        AppliedRepository current,
        Repository desired,
        Map<String, Schema> outputs,
        List<Change> changes,
        List<Problem> problems,
        List<Problem> warnings) {

    /** What happens to an object. */
    public enum Action {
        CREATE,
        CHANGE,
        DELETE,
        UNCHANGED
    }

    /**
     * What happens to one object.
     *
     * @param kind such as {@code stream feature view}
     * @param effects what that means for stored tiles and requests, one sentence each
     */
    public record Change(String kind, String name, Action action, List<FieldChange> fields, List<String> effects) {
        public Change {
            fields = List.copyOf(fields);
            effects = List.copyOf(effects);
        }
    }

    public RepositoryPlan {
        outputs = Map.copyOf(outputs);
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Compares, after each view's transformation has been analysed; changes nothing. */
    public static RepositoryPlan of(AppliedRepository current, Repository desired, TransformationAnalyzer analyzer) {
        List<Problem> problems = new ArrayList<>(desired.problems());
        Map<String, Schema> outputs = new LinkedHashMap<>();
        for (StreamFeatureView view : desired.views()) {
            List<Problem> found = new ArrayList<>(PlanChecks.unsupported(view));
            TransformationAnalyzer.Analysis analysis = analyzer.analyze(view);
            found.addAll(analysis.problems());
            found.addAll(
                    analysis.problems().isEmpty()
                            ? OutputChecks.problems(view, analysis.output())
                            : OutputChecks.typeProblems(view, analysis.output()));
            if (found.isEmpty()) {
                outputs.put(view.name(), analysis.output());
            }
            problems.addAll(found);
        }
        List<Change> changes = problems.isEmpty() ? PlanChanges.between(current, desired, outputs) : List.of();
        List<Problem> warnings = new ArrayList<>(PlanChecks.warnings(desired));
        warnings.addAll(PlanChanges.movedServers(current.definitions(), desired));
        return new RepositoryPlan(current, desired, outputs, changes, problems, warnings);
    }

    /** Whether applying it would leave the workspace as it is. */
    public boolean changesNothing() {
        return problems.isEmpty() && changes.stream().allMatch(change -> change.action() == Action.UNCHANGED);
    }

    /** How many objects it does this to. */
    public int count(Action action) {
        return (int)
                changes.stream().filter(change -> change.action() == action).count();
    }

    /**
     * The next version of the workspace. Views whose tiles keep their meaning keep their table.
     *
     * @param newTableId gives the view of this name a number that no table ever had
     * @throws DefinitionException if there are problems
     */
    public AppliedRepository apply(Instant appliedAt, ToIntFunction<String> newTableId) {
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems);
        }
        List<AppliedView> views = new ArrayList<>();
        for (StreamFeatureView view : desired.views()) {
            Schema output = outputs.getOrDefault(view.name(), Schema.of());
            int tableId = current.view(view.name())
                    .filter(old -> TableReuse.of(old, view, output).isReused())
                    .map(AppliedView::tableId)
                    .orElseGet(() -> newTableId.applyAsInt(view.name()));
            views.add(new AppliedView(view, tableId, output));
        }
        return new AppliedRepository(current.workspace(), current.version() + 1, appliedAt, views, desired.services());
    }

    /** As a person reads it in a terminal. */
    public String text() {
        return PlanText.text(this);
    }

    /** As a program reads it; {@code docs/spec/registry.md} says the form. */
    public String json() {
        return PlanText.json(this);
    }
}
