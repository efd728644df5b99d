package io.tesela.core.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.core.registry.RepositoryPlan.Action;
import io.tesela.core.registry.RepositoryPlan.Change;
import io.tesela.definition.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a plan for people and for programs. */
final class PlanText {
    private static final int SHORT = 60;

    /** Fields whose values are listed one by one, as there may be more that stay. */
    private static final Set<String> LISTS =
            Set.of("features", "columns", "joinKeys", "entities", "stream.topics", "deduplicationColumns");

    private PlanText() {}

    static String text(RepositoryPlan plan) {
        StringBuilder text = new StringBuilder();
        if (!plan.problems().isEmpty()) {
            text.append("The definitions cannot be applied to workspace '")
                    .append(plan.current().workspace())
                    .append("'. ")
                    .append(counted(plan.problems().size(), "problem"))
                    .append(":\n");
            list(text, "✗", plan.problems());
        } else if (plan.changesNothing()) {
            text.append("Workspace '")
                    .append(plan.current().workspace())
                    .append("' is up to date with its version ")
                    .append(plan.current().version())
                    .append(".\n");
        } else {
            changes(text, plan);
        }
        if (!plan.warnings().isEmpty()) {
            text.append('\n').append(counted(plan.warnings().size(), "warning")).append(":\n");
            list(text, "!", plan.warnings());
        }
        return text.toString();
    }

    private static void changes(StringBuilder text, RepositoryPlan plan) {
        text.append("Applying makes version ")
                .append(plan.current().version() + 1)
                .append(" of workspace '")
                .append(plan.current().workspace())
                .append("':\n\n");
        for (Change change : plan.changes()) {
            if (change.action() != Action.UNCHANGED) {
                change(text, change);
            }
        }
        text.append('\n');
        for (Action action : Action.values()) {
            text.append(action == Action.CREATE ? "" : ", ")
                    .append(plan.count(action))
                    .append(' ')
                    .append(
                            switch (action) {
                                case CREATE -> "created";
                                case CHANGE -> "changed";
                                case DELETE -> "deleted";
                                case UNCHANGED -> "unchanged";
                            });
        }
        text.append(".\n");
    }

    private static void change(StringBuilder text, Change change) {
        String sign = switch (change.action()) {
            case CREATE -> "+";
            case DELETE -> "-";
            case CHANGE, UNCHANGED -> "~";
        };
        text.append("  ")
                .append(sign)
                .append(' ')
                .append(change.kind())
                .append(' ')
                .append(change.name())
                .append('\n');
        change.fields().forEach(field -> field(text, field));
        change.effects()
                .forEach(effect -> text.append("      → ").append(effect).append('\n'));
    }

    private static void field(StringBuilder text, FieldChange field) {
        text.append("      ").append(field.field()).append(':');
        String removed = String.join(", ", field.removed());
        String added = String.join(", ", field.added());
        boolean single = !LISTS.contains(field.field());
        if (single
                && field.removed().size() <= 1
                && field.added().size() <= 1
                && removed.length() + added.length() <= SHORT) {
            text.append(' ')
                    .append(orNone(removed))
                    .append(" → ")
                    .append(orNone(added))
                    .append('\n');
            return;
        }
        text.append('\n');
        field.removed().forEach(line -> text.append("        - ").append(line).append('\n'));
        field.added().forEach(line -> text.append("        + ").append(line).append('\n'));
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "(none)" : value;
    }

    private static void list(StringBuilder text, String sign, List<Problem> problems) {
        problems.forEach(problem ->
                text.append("  ").append(sign).append(' ').append(problem).append('\n'));
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static String json(RepositoryPlan plan) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("workspace", plan.current().workspace());
        node.put("currentVersion", plan.current().version());
        node.put("applicable", plan.problems().isEmpty());
        node.put("changesNothing", plan.changesNothing());
        problems(node.putArray("problems"), plan.problems());
        problems(node.putArray("warnings"), plan.warnings());
        ArrayNode changes = node.putArray("changes");
        for (Change change : plan.changes()) {
            ObjectNode each = changes.addObject();
            each.put("kind", change.kind());
            each.put("name", change.name());
            each.put("action", change.action().name().toLowerCase(Locale.ROOT));
            ArrayNode fields = each.putArray("fields");
            for (FieldChange field : change.fields()) {
                ObjectNode part = fields.addObject().put("field", field.field());
                field.removed().forEach(part.putArray("removed")::add);
                field.added().forEach(part.putArray("added")::add);
            }
            change.effects().forEach(each.putArray("effects")::add);
        }
        return RepositoryJson.print(node);
    }

    private static void problems(ArrayNode node, List<Problem> problems) {
        problems.forEach(
                problem -> node.addObject().put("where", problem.where()).put("message", problem.message()));
    }
}
