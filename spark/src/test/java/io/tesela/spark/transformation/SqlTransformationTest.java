package io.tesela.spark.transformation;

import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tesela.core.registry.TransformationAnalyzer.Analysis;
import io.tesela.definition.Aggregations;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Entity;
import io.tesela.definition.FileStreamConfig;
import io.tesela.definition.Problem;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import io.tesela.spark.SharedSpark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTransformationTest {
    private static final StreamSource SOURCE = StreamSource.named("purchases")
            .streamConfig(FileStreamConfig.json("in"))
            .column("user_id", STRING)
            .column("amount", FLOAT64)
            .column("units", INT64)
            .column("tags", DataType.arrayOf(STRING))
            .column("occurred_at", TIMESTAMP)
            .timestampField("occurred_at")
            .watermarkDelayThreshold(Duration.ofMinutes(10))
            .build();

    private static final SqlTransformation TRANSFORMATION = new SqlTransformation(SharedSpark.session());

    private static Analysis analyze(String sql) {
        return TRANSFORMATION.analyze(with(sql));
    }

    /** The builder has checks of its own, which are not the matter here. */
    private static StreamFeatureView with(String sql) {
        StreamFeatureView view = StreamFeatureView.named("spending")
                .entities(Entity.of("user", "user_id", STRING))
                .source(SOURCE)
                .sql("SELECT * FROM purchases")
                .aggregate(Aggregations.sum("amount").over(Duration.ofHours(1)))
                .aggregationInterval(Duration.ofMinutes(1))
                .online()
                .build();
        return new StreamFeatureView(
                view.name(),
                view.source(),
                view.entities(),
                sql,
                view.timestampField(),
                view.aggregations(),
                view.aggregationInterval(),
                view.streamProcessingMode(),
                view.aggregationLeadingEdge(),
                view.leadingTile(),
                view.triggerInterval(),
                null,
                null,
                null,
                null,
                true,
                false,
                "",
                "",
                Map.of());
    }

    private static List<String> problems(String sql) {
        return analyze(sql).problems().stream().map(Problem::message).toList();
    }

    @Test
    void d1_theOutputHasTheTypesThatSparkGives() {
        Analysis analysis =
                analyze("SELECT user_id, amount * 2 AS twice, CAST(units AS INT) AS u, tags[0] AS tag, tags,"
                        + " occurred_at FROM purchases p WHERE p.amount > 0 AND user_id LIKE 'a%'");
        assertThat(analysis.problems()).isEmpty();
        assertThat(analysis.output().columns())
                .containsExactly(
                        new Column("user_id", STRING),
                        new Column("twice", FLOAT64),
                        new Column("u", DataType.INT32),
                        new Column("tag", STRING),
                        new Column("tags", DataType.arrayOf(STRING)),
                        new Column("occurred_at", TIMESTAMP));
    }

    @Test
    void d1_aStarStandsForTheSourcesColumnsOnly() {
        assertThat(analyze("SELECT * FROM purchases").output()).isEqualTo(SOURCE.schema());
        assertThat(analyze("SELECT x.*, amount / 2 AS half FROM (SELECT * FROM purchases WHERE amount > 1) x")
                        .output()
                        .names())
                .containsExactly("user_id", "amount", "units", "tags", "occurred_at", "half");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT upper(trim(user_id)) AS user_id, coalesce(amount, 0) AS amount, occurred_at FROM purchases",
                "SELECT CASE WHEN amount BETWEEN 1 AND 2 THEN 'low' ELSE 'high' END AS band FROM purchases WHERE NOT isnull(units)",
                "SELECT date_trunc('HOUR', occurred_at) AS hour, year(occurred_at) AS y FROM purchases",
                "SELECT try_cast(user_id AS BIGINT) AS n, amount::string AS a, units % 3 AS m, -units AS k FROM purchases",
                "SELECT size(filter(tags, t -> t IN ('a', 'b'))) AS n, element_at(tags, 1) AS f FROM purchases",
                "SELECT amount AS a, a + 1 AS b FROM purchases",
                "SELECT user_id || '-' || units AS k, regexp_extract(user_id, '(\\\\d+)', 1) AS d FROM purchases",
                "FROM purchases SELECT user_id",
            })
    void rowLevelSqlIsAccepted(String sql) {
        assertThat(problems(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT DISTINCT user_id FROM purchases | DISTINCT compares several rows",
                "SELECT user_id, sum(amount) FROM purchases GROUP BY user_id | GROUP BY and HAVING see several rows",
                "SELECT sum(amount) AS s FROM purchases | function 'sum' aggregates several rows",
                "SELECT count(*) AS n FROM purchases | function 'count' aggregates several rows",
                "SELECT row_number() OVER (ORDER BY amount) AS n FROM purchases | OVER sees several rows",
                "SELECT user_id FROM purchases ORDER BY amount | ORDER BY and its like see several rows",
                "SELECT user_id FROM purchases LIMIT 3 | LIMIT, OFFSET and TABLESAMPLE see several rows",
                "SELECT user_id FROM purchases JOIN purchases p2 USING (user_id) | a join needs a second table",
                "SELECT user_id FROM purchases UNION ALL SELECT user_id FROM purchases | UNION, INTERSECT and EXCEPT",
                "SELECT user_id FROM purchases WHERE amount > (SELECT 1) | a subquery sees several rows",
                "SELECT user_id FROM purchases WHERE EXISTS (SELECT 1) | a subquery sees several rows",
                "SELECT explode(tags) AS t FROM purchases | function 'explode' makes several rows of one",
                "SELECT t FROM purchases LATERAL VIEW explode(tags) x AS t | LATERAL VIEW makes several rows of one",
                "WITH q AS (SELECT 1) SELECT * FROM q | WITH is not supported",
                "SELECT 1 AS one | it reads no source",
                "SELECT user_id FROM payments | it reads 'payments'; it may only read its source, FROM purchases",
                "SELECT a FROM VALUES (1) v(a) | it reads no source",
                "SELECT rand() AS r FROM purchases | function 'rand' gives another value each time",
                "SELECT now() AS r FROM purchases | function 'now' gives another value each time",
                "SELECT current_timestamp AS r FROM purchases | unknown column 'current_timestamp'",
                "SELECT uper(user_id) AS u FROM purchases | did you mean 'upper'?",
                "SELECT amuont FROM purchases | unknown column 'amuont'; did you mean 'amount'?",
                "SELECT AMOUNT FROM purchases | unknown column 'AMOUNT'",
                "SELECT q.amount FROM purchases p | unknown column 'q.amount'",
                "SELECT concat(*) AS c FROM purchases | '*' may only stand alone",
            })
    void whatSeesMoreThanOneRowIsRefusedWithTheReason(String sql, String reason) {
        assertThat(problems(sql)).isNotEmpty();
        assertThat(String.join("\n", problems(sql))).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reflect('java.lang.System', 'getenv', 'HOME') AS x FROM purchases",
                "SELECT java_method('java.lang.System', 'exit', 1) AS x FROM purchases",
                "SELECT try_reflect('java.lang.System', 'getenv', 'HOME') AS x FROM purchases",
                "SELECT * FROM text.`/etc/passwd`",
                "SELECT * FROM csv.`/etc/passwd`",
                "SELECT TRANSFORM(user_id) USING 'cat /etc/hostname' FROM purchases",
                "ADD JAR '/tmp/x.jar'",
                "INSERT OVERWRITE LOCAL DIRECTORY '/tmp/x' SELECT * FROM purchases",
                "SET spark.sql.ansi.enabled=false",
                "CREATE TABLE t AS SELECT * FROM purchases",
                "SELECT repeat('x', 2000000000) AS x FROM purchases",
                "SELECT lpad(user_id, 2000000000, 'x') AS x FROM purchases",
                "SELECT size(sequence(1, 2000000000)) AS x FROM purchases",
                "SELECT input_file_name() AS x FROM purchases",
                "SELECT session_user AS x FROM purchases",
                "SELECT current_user() AS x FROM purchases",
                "SELECT version() AS x FROM purchases",
                "SELECT spark_catalog.default.f(user_id) AS x FROM purchases",
                "SELECT * FROM range(10)",
                "SELECT /*+ BROADCAST(purchases) */ * FROM purchases",
                "SELECT IDENTIFIER('user_id') AS x FROM purchases",
                "SELECT __tesela_record FROM purchases",
            })
    void whatReachesOutOfTheRowIsRefused(String sql) {
        assertThat(problems(sql)).isNotEmpty();
    }

    @Test
    void d1_allProblemsAreReportedAtOnce() {
        assertThat(problems("SELECT amuont, uper(user_id) AS u, sum(units) AS s FROM purchases"))
                .hasSize(3);
    }

    @Test
    void d1_anUnsupportedOutputTypeNamesTheColumnAndTheTypesThereAre() {
        assertThat(problems("SELECT user_id, CAST(amount AS DECIMAL(10, 2)) AS price FROM purchases"))
                .containsExactly(
                        "output column 'price' has type DECIMAL(10,2); CAST it to one of " + SparkTypes.SUPPORTED);
        assertThat(problems("SELECT amount, units AS amount FROM purchases"))
                .containsExactly("output column 'amount' occurs twice; give each its own name with AS");
    }

    @Test
    void whatSparkCannotParseOrTypeIsSaidInOneSentence() {
        assertThat(problems("SELEC user_id FROM purchases"))
                .singleElement()
                .asString()
                .contains("Spark cannot");
        assertThat(problems("SELECT year(tags) AS y FROM purchases"))
                .singleElement()
                .asString()
                .contains("DATATYPE_MISMATCH")
                .doesNotContain("\n");
    }
}
