package io.tesela.spark.transformation;

import io.tesela.definition.DidYouMean;
import io.tesela.definition.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A SELECT that was parsed and held against the list of what a transformation may do. Everything that is not on the list
 * is refused: with Spark, SQL can read files, call Java methods and start programs.
 */
final class RowLevelSql {
    private static final String ROW_LEVEL =
            "; a transformation is row-level only, because the same SQL runs on single" + " events as they stream in";
    /** Expressions that have a syntax of their own; all others are called as functions. */
    private static final Set<String> ALLOWED_SYNTAX = Set.of(
            "Add",
            "Subtract",
            "Multiply",
            "Divide",
            "IntegralDivide",
            "Remainder",
            "UnaryMinus",
            "UnaryPositive",
            "EqualTo",
            "EqualNullSafe",
            "LessThan",
            "LessThanOrEqual",
            "GreaterThan",
            "GreaterThanOrEqual",
            "And",
            "Or",
            "Not",
            "In",
            "IsNull",
            "IsNotNull",
            "Like",
            "ILike",
            "RLike",
            "LikeAll",
            "LikeAny",
            "NotLikeAll",
            "NotLikeAny",
            "Cast",
            "CaseWhen",
            "Concat",
            "Literal",
            "IsTrue",
            "IsNotTrue",
            "IsFalse",
            "IsNotFalse",
            "BitwiseAnd",
            "BitwiseOr",
            "BitwiseXor",
            "BitwiseNot",
            "StringTrim",
            "StringTrimLeft",
            "StringTrimRight",
            "StringTrimBoth",
            "Substring",
            "StringLocate",
            "Overlay",
            "TimestampAdd",
            "TimestampDiff",
            "UnresolvedAlias",
            "Alias",
            "UnresolvedExtractValue",
            "LambdaFunction",
            "UnresolvedNamedLambdaVariable",
            "Between",
            "Collate");

    private final String sourceName;
    private final LogicalPlan plan;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> names;
    private final Set<String> relations = new TreeSet<>();

    private RowLevelSql(LogicalPlan plan, String sourceName, Schema columns) {
        this.plan = plan;
        this.sourceName = sourceName;
        this.names = new TreeSet<>(columns.names());
        this.relations.add(sourceName);
        collectNames(plan);
        checkPlan(plan);
    }

    /** Parses and checks; {@link #problems} tells what is wrong. */
    static RowLevelSql of(String sql, String sourceName, Schema columns) throws ParseException {
        return new RowLevelSql(new CatalystSqlParser().parsePlan(sql), sourceName, columns);
    }

    /** What is wrong, each a sentence. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The plan over {@code events}, with {@code hidden}, a column of the events, kept in every projection. */
    LogicalPlan over(LogicalPlan events, String hidden) {
        return rewrite(plan, events, hidden);
    }

    private LogicalPlan rewrite(LogicalPlan node, LogicalPlan events, String hidden) {
        if (node instanceof Project project) {
            LogicalPlan child = rewrite(project.child(), events, hidden);
            boolean kept = list(project.projectList()).stream().anyMatch(e -> e instanceof UnresolvedStar);
            return kept
                    ? project.copy(project.projectList(), child)
                    : project.copy(appended(project.projectList(), hidden), child);
        }
        if (node instanceof Filter filter) {
            return filter.copy(filter.condition(), rewrite(filter.child(), events, hidden));
        }
        if (node instanceof SubqueryAlias alias) {
            return alias.copy(alias.identifier(), rewrite(alias.child(), events, hidden));
        }
        return new SubqueryAlias(AliasIdentifier.apply(sourceName), events);
    }

    private static Seq<NamedExpression> appended(Seq<NamedExpression> list, String hidden) {
        List<NamedExpression> more = new ArrayList<>(list(list));
        more.add(new UnresolvedAttribute(seq(List.of(hidden))));
        return seq(more);
    }

    private void collectNames(LogicalPlan node) {
        if (node instanceof SubqueryAlias alias) {
            relations.add(alias.alias());
        }
        list(node.expressions()).forEach(this::collectNames);
        list(node.children()).forEach(this::collectNames);
    }

    private void collectNames(Expression expression) {
        if (expression instanceof Alias alias) {
            names.add(alias.name());
        } else if (expression instanceof LambdaFunction lambda) {
            list(lambda.arguments()).forEach(argument -> names.add(argument.name()));
        }
        list(expression.children()).forEach(this::collectNames);
    }

    private void checkPlan(LogicalPlan node) {
        if (node instanceof UnresolvedRelation relation) {
            checkRelation(relation);
        } else if (node instanceof Project project) {
            list(project.projectList()).forEach(this::checkColumn);
        } else if (node instanceof Filter filter) {
            check(filter.condition());
        } else if (!(node instanceof SubqueryAlias)) {
            problems.add(refusal(node));
            return;
        }
        list(node.children()).forEach(this::checkPlan);
    }

    private void checkRelation(UnresolvedRelation relation) {
        List<String> parts = list(relation.multipartIdentifier());
        if (!parts.equals(List.of(sourceName))) {
            problems.add("it reads '" + String.join(".", parts) + "'; it may only read its source, FROM " + sourceName);
        }
    }

    private void checkColumn(NamedExpression column) {
        if (column.getClass() != UnresolvedStar.class) {
            check((Expression) column);
        }
    }

    private void check(Expression expression) {
        if (expression instanceof UnresolvedFunction function) {
            checkFunction(function);
        } else if (expression instanceof UnresolvedAttribute attribute) {
            checkAttribute(list(attribute.nameParts()));
            return;
        } else if (expression instanceof UnresolvedNamedLambdaVariable variable) {
            checkAttribute(list(variable.nameParts()));
            return;
        } else if (!ALLOWED_SYNTAX.contains(expression.getClass().getSimpleName())) {
            problems.add(refusal(expression));
            return;
        }
        list(expression.children()).forEach(this::check);
    }

    private void checkFunction(UnresolvedFunction function) {
        String name = String.join(".", list(function.nameParts())).toLowerCase(Locale.ROOT);
        if (!AllowedFunctions.ROW_LEVEL.contains(name)) {
            problems.add(AllowedFunctions.refusal(name));
        } else if (function.isDistinct() || function.filter().isDefined()) {
            problems.add("function '" + name + "' is called with DISTINCT or FILTER" + ROW_LEVEL);
        }
    }

    private void checkAttribute(List<String> parts) {
        String name = parts.get(parts.size() - 1);
        if (parts.size() > 2 || (parts.size() == 2 && !relations.contains(parts.get(0)))) {
            problems.add("unknown column '" + String.join(".", parts) + "'; the columns of '" + sourceName + "' are "
                    + names);
        } else if (!names.contains(name)) {
            String suggestion = DidYouMean.closest(name, names).orElse("");
            problems.add("unknown column '" + name + "'"
                    + (suggestion.isEmpty() ? "; known are " + names : "; did you mean '" + suggestion + "'?"));
        }
    }

    private static String refusal(LogicalPlan node) {
        return switch (node.getClass().getSimpleName()) {
            case "Distinct" -> "DISTINCT compares several rows" + ROW_LEVEL;
            case "Aggregate", "UnresolvedHaving" ->
                "GROUP BY and HAVING see several rows" + ROW_LEVEL + ": declare aggregations with .aggregate(…)";
            case "Sort", "RepartitionByExpression" -> "ORDER BY and its like see several rows" + ROW_LEVEL;
            case "GlobalLimit", "LocalLimit", "Offset", "Sample" ->
                "LIMIT, OFFSET and TABLESAMPLE see several rows" + ROW_LEVEL;
            case "Join", "LateralJoin" -> "a join needs a second table" + ROW_LEVEL;
            case "Union", "Intersect", "Except" -> "UNION, INTERSECT and EXCEPT see several tables" + ROW_LEVEL;
            case "Window" -> "window functions see several rows" + ROW_LEVEL;
            case "Generate" ->
                "LATERAL VIEW makes several rows of one; a transformation gives at most one row for an" + " event";
            case "UnresolvedWith" -> "WITH is not supported; write the inner SELECT in FROM (…)";
            case "LocalRelation", "OneRowRelation", "UnresolvedInlineTable", "UnresolvedTableValuedFunction" ->
                "it reads no source; it may only read its source, with FROM";
            default -> "'" + node.nodeName() + "' is not allowed; a transformation is one SELECT … FROM … WHERE …";
        };
    }

    private static String refusal(Expression expression) {
        return switch (expression.getClass().getSimpleName()) {
            case "ScalarSubquery", "Exists", "InSubquery", "ListQuery" -> "a subquery sees several rows" + ROW_LEVEL;
            case "WindowExpression", "UnresolvedWindowExpression" -> "OVER sees several rows" + ROW_LEVEL;
            case "UnresolvedStar", "UnresolvedStarExceptOrReplace" ->
                "'*' may only stand alone in the list of columns; name the columns";
            default -> "'" + expression.prettyName() + "' is not allowed in a transformation";
        };
    }

    static <T> List<T> list(scala.collection.Iterable<T> items) {
        List<T> list = new ArrayList<>();
        Iterator<T> iterator = CollectionConverters.asJava(items.iterator());
        iterator.forEachRemaining(list::add);
        return list;
    }

    private static <T> Seq<T> seq(List<T> items) {
        return CollectionConverters.asScala(items).toSeq();
    }
}
