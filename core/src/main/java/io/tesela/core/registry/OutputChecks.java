package io.tesela.core.registry;

import io.tesela.core.aggregation.FeatureTypes;
import io.tesela.definition.Aggregation;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.DidYouMean;
import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** D1: compares what a view's transformation gives with what the view needs, column by column. */
final class OutputChecks {
    private final StreamFeatureView view;
    private final Schema output;
    private final List<Problem> problems = new ArrayList<>();

    private final boolean complete;

    private OutputChecks(StreamFeatureView view, Schema output, boolean complete) {
        this.view = view;
        this.output = output;
        this.complete = complete;
    }

    /** What is missing or of the wrong type. */
    static List<Problem> problems(StreamFeatureView view, Schema output) {
        return new OutputChecks(view, output, true).all();
    }

    /** What is of the wrong type, where {@code output} lacks the columns that could not be analysed. */
    static List<Problem> typeProblems(StreamFeatureView view, Schema output) {
        return new OutputChecks(view, output, false).all();
    }

    private List<Problem> all() {
        for (Column key : view.joinKeys()) {
            column("join key", key.name(), key.type());
        }
        column("timestampField", view.timestampField(), DataType.TIMESTAMP);
        for (Aggregation aggregation : view.aggregations()) {
            aggregation(aggregation);
        }
        return List.copyOf(problems);
    }

    private void column(String field, String name, DataType type) {
        Optional<Column> column = require("", field, name);
        if (column.isPresent() && !column.get().type().equals(type)) {
            add(
                    "",
                    field + " '" + name + "' is declared as " + type.label() + ", but the sql gives "
                            + column.get().type().label() + "; declare that type or write CAST(… AS " + sqlName(type)
                            + ") AS " + name);
        }
    }

    private void aggregation(Aggregation aggregation) {
        String function = aggregation.function().label();
        String part = ", aggregation '" + function + "(" + aggregation.column() + ")'";
        Optional<Column> column = require(part, "column", aggregation.column());
        if (column.isPresent()
                && FeatureTypes.output(aggregation.function(), column.get().type())
                        .isEmpty()) {
            add(
                    part,
                    "column '" + aggregation.column() + "' has type "
                            + column.get().type().label() + ", which " + function + " does not take; cast it in the sql"
                            + " or take another function");
        }
    }

    private Optional<Column> require(String part, String field, String name) {
        Optional<Column> column = output.column(name);
        if (column.isEmpty() && complete) {
            add(
                    part,
                    field + " '" + name + "' is no column that the sql gives; "
                            + DidYouMean.hint(name, output.names()));
        }
        return column;
    }

    private void add(String part, String message) {
        problems.add(new Problem("stream feature view '" + view.name() + "'" + part, message));
    }

    private static String sqlName(DataType type) {
        if (type.equals(DataType.INT32)) {
            return "INT";
        }
        if (type.equals(DataType.INT64)) {
            return "BIGINT";
        }
        return type.label().toUpperCase(Locale.ROOT);
    }
}
