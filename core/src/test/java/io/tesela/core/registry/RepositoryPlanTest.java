package io.tesela.core.registry;

import static io.tesela.definition.Aggregations.count;
import static io.tesela.definition.Aggregations.lastDistinct;
import static io.tesela.definition.Aggregations.max;
import static io.tesela.definition.Aggregations.min;
import static io.tesela.definition.Aggregations.sum;
import static io.tesela.definition.DataType.FLOAT64;
import static io.tesela.definition.DataType.INT64;
import static io.tesela.definition.DataType.STRING;
import static io.tesela.definition.DataType.TIMESTAMP;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.registry.RepositoryPlan.Action;
import io.tesela.core.registry.RepositoryPlan.Change;
import io.tesela.core.registry.TransformationAnalyzer.Analysis;
import io.tesela.definition.Column;
import io.tesela.definition.DefinitionException;
import io.tesela.definition.Entity;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Kafka;
import io.tesela.definition.KafkaConfig.StartingOffsets;
import io.tesela.definition.Problem;
import io.tesela.definition.Schema;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamFeatureView.StreamProcessingMode;
import io.tesela.definition.StreamSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryPlanTest {
    private static final String GOLDEN = "registry/plans.txt";
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    /** Understands just the two kinds of SQL that these tests use. */
    private static final TransformationAnalyzer ANALYZER = view ->
            new Analysis(view.sql().startsWith("SELECT *") ? view.source().schema() : Fraud.OUTPUT, List.of());

    @TempDir
    private Path folder;

    /** Rewrite the file with {@code -Dtesela.golden.write=true} and read the difference. */
    @Test
    void d4_plansReadAsInTheGoldenFile() throws IOException {
        Map<String, RepositoryPlan> plans = new LinkedHashMap<>();
        AppliedRepository empty = AppliedRepository.empty("prod");
        AppliedRepository applied = applied(empty, spending().build());
        plans.put("first apply", plan(empty, spending().build(), Fraud.cardUse()));
        plans.put("nothing to do", plan(applied, spending().build()));
        plans.put("edits that keep the tiles", plan(applied, edited()));
        plans.put(
                "another SQL and interval",
                plan(
                        applied,
                        spending()
                                .sql("SELECT user_id, merchant_id,\n  amount, occurred_at\nFROM transactions")
                                .aggregationInterval(ofMinutes(5))
                                .build()));
        plans.put(
                "a longer window",
                plan(
                        applied,
                        spending().aggregate(sum("amount").over(ofDays(3))).build()));
        plans.put("a view less", plan(applied, Fraud.cardUse()));
        plans.put("refused", plan(applied, unsupported()));
        plans.put("wrong columns", plan(applied, wrongColumns()));
        StringBuilder report = new StringBuilder();
        plans.forEach((name, plan) -> report.append("# ")
                .append(name)
                .append('\n')
                .append(plan.text())
                .append('\n'));
        report.append("# a longer window, as JSON\n")
                .append(Objects.requireNonNull(plans.get("a longer window")).json());
        if (Boolean.getBoolean("tesela.golden.write")) {
            Files.writeString(Path.of("src/test/resources", GOLDEN), report);
        }
        assertThat(report.toString()).isEqualTo(golden());
    }

    @Test
    void planWithProblemsCannotBeApplied() {
        RepositoryPlan plan = plan(AppliedRepository.empty("prod"), unsupported());
        assertThatThrownBy(() -> plan.apply(NOW, name -> 1))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("CONTINUOUS mode is not supported in this version");
    }

    @Test
    void twoObjectsWithOneNameAreAProblem() {
        StreamFeatureView one = spending().build();
        StreamFeatureView other = spending().description("the other").build();
        RepositoryPlan plan = RepositoryPlan.of(
                AppliedRepository.empty("prod"),
                Repository.reachedBy(List.of(FeatureService.of("a", one), FeatureService.of("b", other))),
                ANALYZER);
        assertThat(plan.problems())
                .contains(new Problem(
                        "stream feature view 'user_spending'",
                        "2 different definitions have this name; define it once or rename the others"));
    }

    @Test
    void d1_problemsOfTheAnalysisComeWithThoseOfTheColumnsThatItKnows() {
        Problem wrong = new Problem("stream feature view 'user_spending', sql", "there is no function 'summ'");
        Schema known = Schema.of(new Column("user_id", INT64));
        RepositoryPlan plan = RepositoryPlan.of(
                AppliedRepository.empty("prod"),
                repository(spending().build()),
                view -> new Analysis(known, List.of(wrong)));
        assertThat(plan.problems())
                .containsExactly(
                        wrong,
                        new Problem(
                                "stream feature view 'user_spending'",
                                "join key 'user_id' is declared as string, but the sql gives int64; declare that type or"
                                        + " write CAST(… AS STRING) AS user_id"));
    }

    @Test
    void c4_tableChangesOnlyWithTheMeaningOfTheTiles() {
        AppliedRepository applied =
                applied(AppliedRepository.empty("prod"), spending().build());
        assertThat(tableAfter(applied, spending().build())).isEqualTo(1);
        assertThat(tableAfter(applied, edited())).isEqualTo(1);
        assertThat(tableAfter(
                        applied,
                        spending().aggregate(min("amount").over(ofHours(1))).build()))
                .as("a partial aggregate more")
                .isEqualTo(2);
        assertThat(tableAfter(
                        applied,
                        spending().aggregate(sum("amount").over(ofDays(2))).build()))
                .as("a window beyond the tiles that were kept")
                .isEqualTo(2);
        StreamSource integers = StreamSource.named("transactions")
                .streamConfig(Kafka.topic("payments").bootstrapServers("kafka:9092"))
                .column("user_id", STRING)
                .column("merchant_id", STRING)
                .column("amount", INT64)
                .column("occurred_at", TIMESTAMP)
                .timestampField("occurred_at")
                .watermarkDelayThreshold(ofMinutes(10))
                .build();
        assertThat(tableAfter(applied, spending(integers).build()))
                .as("a column of another type")
                .isEqualTo(2);
    }

    @Test
    void tableIdOfADeletedViewIsNotUsedAgain() {
        RegistryFolder registry = RegistryFolder.open(folder);
        StreamFeatureView spending = spending().build();
        assertThat(tables(registry.apply(plan(registry.current("prod"), spending), NOW)))
                .containsExactly(1);
        assertThat(tables(registry.apply(plan(registry.current("prod"), Fraud.cardUse()), NOW)))
                .containsExactly(2);
        assertThat(tables(registry.apply(plan(registry.current("prod"), spending, Fraud.cardUse()), NOW)))
                .containsExactly(2, 3);
        assertThat(registry.current("prod").version()).isEqualTo(3);
    }

    @Test
    void applyingTheSameAgainMakesNoVersion() {
        RegistryFolder registry = RegistryFolder.open(folder);
        registry.apply(plan(registry.current("prod"), spending().build()), NOW);
        RepositoryPlan again = plan(registry.current("prod"), spending().build());
        assertThat(again.changesNothing()).isTrue();
        assertThat(again.changes()).extracting(Change::action).containsOnly(Action.UNCHANGED);
        registry.apply(again, NOW);
        assertThat(registry.history("prod")).hasSize(1);
    }

    private static int tableAfter(AppliedRepository applied, StreamFeatureView view) {
        AtomicInteger ids = new AtomicInteger(1);
        return plan(applied, view)
                .apply(NOW, name -> ids.incrementAndGet())
                .requireView("user_spending")
                .tableId();
    }

    private static List<Integer> tables(AppliedRepository applied) {
        return applied.views().stream().map(AppliedView::tableId).toList();
    }

    private static AppliedRepository applied(AppliedRepository current, StreamFeatureView view) {
        return plan(current, view).apply(NOW, name -> 1);
    }

    private static RepositoryPlan plan(AppliedRepository current, StreamFeatureView... views) {
        return RepositoryPlan.of(current, repository(views), ANALYZER);
    }

    private static Repository repository(StreamFeatureView... views) {
        return Repository.reachedBy(List.of(FeatureService.of("fraud_detection", views)));
    }

    private static StreamSource.Builder transactions() {
        return StreamSource.named("transactions")
                .streamConfig(Kafka.topic("payments").bootstrapServers("kafka:9092"))
                .column("user_id", STRING)
                .column("merchant_id", STRING)
                .column("amount", FLOAT64)
                .column("occurred_at", TIMESTAMP)
                .timestampField("occurred_at")
                .watermarkDelayThreshold(ofMinutes(10));
    }

    private static StreamFeatureView.Builder spending() {
        return spending(transactions().build());
    }

    private static StreamFeatureView.Builder spending(StreamSource source) {
        return StreamFeatureView.named("user_spending")
                .entities(Fraud.USER)
                .source(source)
                .sql("SELECT * FROM transactions")
                .aggregate(
                        sum("amount").over(ofHours(1), ofDays(1)),
                        max("amount").over(ofDays(1)).named("most"))
                .aggregationInterval(ofMinutes(1))
                .online();
    }

    /** Everything in it is new but what decides the meaning of tiles. */
    private static StreamFeatureView edited() {
        StreamSource source = transactions()
                .streamConfig(Kafka.topic("payments")
                        .bootstrapServers("kafka-1:9092", "kafka-2:9092")
                        .startingOffsets(StartingOffsets.LATEST)
                        .option("kafka.sasl.jaas.config", "secret"))
                .watermarkDelayThreshold(ofMinutes(20))
                .tag("tier", "1")
                .build();
        return StreamFeatureView.named("user_spending")
                .entities(Fraud.USER)
                .source(source)
                .sql("SELECT *\n FROM transactions -- all of them")
                .aggregate(
                        sum("amount").over(ofMinutes(30), ofDays(1)),
                        max("amount").over(ofHours(12)).named("most"))
                .aggregationInterval(ofMinutes(1))
                .triggerInterval(Duration.ZERO)
                .batchSchedule(ofDays(1))
                .online()
                .offline()
                .description("What a user spends")
                .build();
    }

    private static StreamFeatureView unsupported() {
        return StreamFeatureView.named("user_spending")
                .entities(Fraud.USER)
                .source(transactions()
                        .acceptAllLateEvents()
                        .deduplicationColumns("user_id", "occurred_at")
                        .build())
                .sql("SELECT * FROM transactions")
                .streamProcessingMode(StreamProcessingMode.CONTINUOUS)
                .build();
    }

    private static StreamFeatureView wrongColumns() {
        return StreamFeatureView.named("user_spending")
                .entities(Entity.named("user")
                        .joinKey("user_id", INT64)
                        .joinKey("card", STRING)
                        .build())
                .source(transactions().build())
                .sql("SELECT * FROM transactions")
                .timestampField("occured_at")
                .aggregate(
                        sum("merchant_id").over(ofHours(1)),
                        count("amonut").over(ofHours(1)),
                        lastDistinct("amount", 3).over(ofDays(30)))
                .aggregationInterval(ofMinutes(1))
                .build();
    }

    private static String golden() throws IOException {
        try (InputStream stream = Objects.requireNonNull(RepositoryPlanTest.class.getResourceAsStream("/" + GOLDEN))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
