package io.tesela.spark.transformation;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.TransformationAnalyzer;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.spark.SparkSessions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Analyses and applies the SQL of views. */
public final class SqlTransformation implements TransformationAnalyzer {
    /** The column, of type BIGINT and never null, that leads from an output row back to its record. */
    public static final String RECORD = "__tesela_record";

    private final SparkSession session;

    /** @param session lends its parser and analyser; no data is read */
    public SqlTransformation(SparkSession session) {
        this.session = SparkSessions.isolated(session);
    }

    @Override
    public Analysis analyze(StreamFeatureView view) {
        StructType input = SparkTypes.toSpark(view.source().schema()).add(RECORD, DataTypes.LongType, false);
        List<Problem> problems = new ArrayList<>();
        String where = "stream feature view '" + view.name() + "', sql";
        Schema output = Schema.of();
        try {
            RowLevelSql sql = RowLevelSql.of(
                    view.sql(), view.source().name(), view.source().schema());
            sql.problems().forEach(problem -> problems.add(new Problem(where, problem)));
            if (problems.isEmpty()) {
                Dataset<Row> transformed = apply(sql, session.createDataFrame(List.of(), input));
                output = output(transformed.schema(), where, problems);
            }
        } catch (Exception e) {
            problems.add(new Problem(where, sentence(e)));
        }
        return new Analysis(output, problems);
    }

    /**
     * Applies the view's SQL.
     *
     * @param events the columns of the source and {@link #RECORD}
     * @return the columns of the SQL and {@link #RECORD}
     * @throws TeselaException with code INVALID_DEFINITION if the SQL is refused
     */
    public static Dataset<Row> apply(StreamFeatureView view, Dataset<Row> events) {
        List<String> problems;
        try {
            RowLevelSql sql = RowLevelSql.of(
                    view.sql(), view.source().name(), view.source().schema());
            problems = sql.problems();
            if (problems.isEmpty()) {
                return apply(sql, events);
            }
        } catch (Exception e) {
            problems = List.of(sentence(e));
        }
        throw new TeselaException(
                ErrorCode.INVALID_DEFINITION,
                "The SQL of stream feature view '" + view.name() + "' cannot run: " + String.join("; ", problems));
    }

    private static Dataset<Row> apply(RowLevelSql sql, Dataset<Row> events) {
        var classic = (org.apache.spark.sql.classic.Dataset<Row>) events;
        var session = classic.sparkSession();
        Supplier<Dataset<Row>> analyse =
                () -> org.apache.spark.sql.classic.Dataset.ofRows(session, sql.over(classic.logicalPlan(), RECORD));
        return session.withActive(() -> analyse.get());
    }

    private static Schema output(StructType type, String where, List<Problem> problems) {
        List<Column> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (StructField field : type.fields()) {
            if (field.name().equals(RECORD) && seen.add(RECORD)) {
                continue;
            }
            DataType dataType = SparkTypes.fromSpark(field.dataType());
            if (!seen.add(field.name())) {
                problems.add(new Problem(
                        where, "output column '" + field.name() + "' occurs twice; give each its own name with AS"));
            } else if (dataType == null) {
                problems.add(new Problem(
                        where,
                        "output column '" + field.name() + "' has type "
                                + field.dataType().sql() + "; CAST it to one of " + SparkTypes.SUPPORTED));
            } else {
                columns.add(new Column(field.name(), dataType));
            }
        }
        return new Schema(columns);
    }

    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ParseException || failure instanceof AnalysisException) {
            String first = message.lines().findFirst().orElse(message);
            return "Spark cannot understand it: " + first;
        }
        return "Spark cannot analyse it: " + message;
    }
}
