package io.tesela.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.definition.FeatureNames;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plan changes in one field of a definition.
 *
 * @param field the field's name, or {@code stream.topics} for a field of a part
 * @param removed the values, elements or lines that are no longer there
 * @param added the values, elements or lines that are new
 */
public record FieldChange(String field, List<String> removed, List<String> added) {
    private static final Pattern DURATION = Pattern.compile("-?PT[0-9HMS.-]+");

    public FieldChange {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** The fields in which two JSON forms of one kind of object differ. */
    static List<FieldChange> between(ObjectNode before, ObjectNode after) {
        List<FieldChange> changes = new ArrayList<>();
        compare("", before, after, changes);
        return changes;
    }

    private static void compare(String prefix, JsonNode before, JsonNode after, List<FieldChange> changes) {
        Set<String> fields = new LinkedHashSet<>();
        after.fieldNames().forEachRemaining(fields::add);
        before.fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            JsonNode old = before.path(field);
            JsonNode now = after.path(field);
            if (old.equals(now)) {
                continue;
            }
            if (old.isObject() && now.isObject()) {
                compare(prefix + field + ".", old, now, changes);
            } else {
                changes.add(
                        PlanChecks.isSecret(field)
                                ? new FieldChange(prefix + field, List.of("(hidden)"), List.of("(hidden)"))
                                : of(prefix + field, values(old), values(now)));
            }
        }
    }

    private static FieldChange of(String field, List<String> before, List<String> after) {
        List<String> removed = new ArrayList<>(before);
        removed.removeAll(after);
        List<String> added = new ArrayList<>(after);
        added.removeAll(before);
        boolean onlyReordered = removed.isEmpty() && added.isEmpty();
        return onlyReordered ? new FieldChange(field, before, after) : new FieldChange(field, removed, added);
    }

    private static List<String> values(JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> values.add(element.isTextual() ? element.textValue() : compact(element)));
        } else if (node.isTextual()) {
            node.textValue().lines().map(FieldChange::readable).forEach(values::add);
        } else if (!node.isNull() && !node.isMissingNode()) {
            values.add(compact(node));
        }
        return values;
    }

    /** The values of an object one after the other; a column reads {@code user_id string}. */
    private static String compact(JsonNode node) {
        if (!node.isContainerNode()) {
            return node.asText();
        }
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> parts.add(compact(element)));
            return parts.toString();
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                parts.add(readable(compact(value)));
            }
        }
        return String.join(" ", parts);
    }

    private static String readable(String text) {
        if (!DURATION.matcher(text).matches()) {
            return text;
        }
        try {
            Duration duration = Duration.parse(text);
            return duration.isNegative() ? "-" + FeatureNames.label(duration.negated()) : FeatureNames.label(duration);
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
