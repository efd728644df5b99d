package io.tesela.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.Repository;
import io.tesela.core.registry.RepositoryPlan;
import io.tesela.core.registry.TransformationAnalyzer.Analysis;
import io.tesela.definition.DefinitionException;
import io.tesela.definition.Feature;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFolderTest {
    private static final String HEADER = """
            import io.tesela.definition.*;
            import java.util.List;
            import static io.tesela.definition.DataType.*;
            import static io.tesela.definition.Aggregations.*;
            import static java.time.Duration.*;
            """;

    @TempDir
    private Path folder;

    @Test
    void exampleOfTheDesignCompilesAndPlans() throws URISyntaxException {
        Path example = Path.of(Objects.requireNonNull(DefinitionFolderTest.class.getResource("/repositories/design"))
                .toURI());
        Repository repository = DefinitionFolder.load(example, List.of());
        assertThat(repository.views().get(0).features())
                .extracting(Feature::name)
                .containsExactly(
                        "amount_sum_30m_1m",
                        "amount_sum_1d_1m",
                        "amount_sum_7d_1m",
                        "amount_mean_7d_1m",
                        "merchant_id_approx_count_distinct_30d_1m");
        assertThat(plan(repository).problems()).isEmpty();
    }

    @Test
    void repositoryThatInitWritesCompilesAndPlans() {
        List<Path> written = Template.write(folder.resolve("features"));
        assertThat(written)
                .extracting(path -> path.getFileName().toString())
                .containsExactly("Features.java", ".gitignore");
        RepositoryPlan plan = plan(DefinitionFolder.load(folder.resolve("features"), List.of()));
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.text()).contains("+ stream feature view user_payments", "4 created");
        assertThatThrownBy(() -> Template.write(folder.resolve("features")))
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageEndingWith("Features.java already exists and is left as it is; give a folder without it");
    }

    @Test
    void compileErrorsNameFileAndLine() throws IOException {
        write("Broken.java", "public final class Broken {\n    int a = \"text\";\n    Strin b;\n}\n");
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DEFINITION))
                .hasMessage("""
                        The definitions in %s do not compile:
                        Broken.java:3: error: cannot find symbol
                            Strin b;
                            ^
                          symbol:   class Strin
                          location: class Broken
                        Broken.java:2: error: incompatible types: String cannot be converted to int
                            int a = "text";
                                    ^
                        2 errors""".formatted(folder));
    }

    @Test
    void everyProblemOfAllDefinitionsIsInOneReport() throws IOException {
        write("Entities.java", HEADER + """
                final class Entities {
                    static final Entity USER = Entity.of("the user", "user_id", FLOAT64);
                }
                """);
        write("Features.java", HEADER + """
                public final class Features implements FeatureRepository {
                    static final StreamSource EVENTS = StreamSource.named("events")
                            .column("user_id", STRING).column("at", TIMESTAMP).timestampField("ta").build();
                    static final StreamFeatureView VIEW = StreamFeatureView.named("view")
                            .entities(Entities.USER).source(EVENTS).sql("SELECT * FROM events")
                            .aggregate(count("user_id").over(ofSeconds(90)))
                            .aggregationInterval(ofMinutes(1)).build();
                    @Override public List<FeatureService> services() {
                        return List.of(FeatureService.of("s", VIEW.features("user_id_count_1h_1m")));
                    }
                }
                """);
        assertProblems(
                "stream source 'events': it has no stream; add .streamConfig(Kafka.topic(…))",
                "stream source 'events': timestampField 'ta' is no column of the source; did you mean 'at'?",
                "stream source 'events': it does not say how late events may be; add .watermarkDelayThreshold(…) or"
                        + " .acceptAllLateEvents()",
                "entity 'the user': name 'the user' has other characters than letters, digits and '_', or does not"
                        + " start with a letter; write it like 'user_spending'",
                "entity 'the user': join key 'user_id' has type float64; use string, int32, int64 or boolean, to which"
                        + " the SQL can cast",
                "stream feature view 'view', aggregation 'count(user_id)': window is 90s, not a multiple of the"
                        + " aggregationInterval of 1m; use 1m or 2m",
                "feature service 's', view 'view': feature 'user_id_count_1h_1m' is no feature of the view; did you"
                        + " mean 'user_id_count_90s_1m'?");
    }

    @Test
    void failingStaticInitialiserIsShownWithItsLine() throws IOException {
        write("fraud/Limits.java", """
                package fraud;
                final class Limits {
                    static final int MOST = Integer.parseInt("many");
                }
                """);
        write("fraud/Features.java", "package fraud;\n" + HEADER + """
                public final class Features implements FeatureRepository {
                    static final Entity WRONG = Entity.of("", "id", STRING);
                    static final int MOST = Limits.MOST;
                    @Override public List<FeatureService> services() { return List.of(); }
                }
                """);
        assertProblems(
                "entity '': name is empty; give it one of letters, digits and '_', starting with a letter",
                "fraud/Limits.java:3: this line throws NumberFormatException: For input string: \"many\" (called from"
                        + " fraud/Features.java:9)");
    }

    @Test
    void constantUsedBeforeItIsInitialisedIsExplained() throws IOException {
        write("Features.java", HEADER + """
                public final class Features implements FeatureRepository {
                    static final FeatureService SERVICE = FeatureService.of("s", Views.VIEW);
                    static final Entity USER = Entity.of("user", "user_id", STRING);
                    @Override public List<FeatureService> services() { return List.of(SERVICE); }
                }
                final class Views {
                    static final StreamFeatureView VIEW =
                            StreamFeatureView.named("view").entities(Features.USER).build();
                }
                """);
        assertProblems("Features.java:13: a null was given to entities(…); is it a constant that is initialised further"
                + " down, or in a class that needs this one? (called from Features.java:7)");
    }

    @Test
    void severalRepositoriesAreTakenTogether() throws IOException {
        write("a/One.java", repository("a", "One", "one"));
        write("b/Two.java", repository("b", "Two", "two"));
        write(".hidden/Three.java", "no Java at all");
        assertThat(load().services()).extracting(FeatureService::name).containsExactly("one", "two");
        write("c/Three.java", repository("c", "Three", "one").replace("ofHours(1)", "ofHours(2)"));
        assertThatThrownBy(this::load)
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("stream feature view 'view': 2 different definitions have this name")
                .hasMessageContaining("feature service 'one': 2 different definitions have this name");
    }

    @Test
    void repositoriesThatCannotBeUsedAreNamed() throws IOException {
        write("A.java", HEADER + """
                final class Hidden implements FeatureRepository {
                    @Override public List<FeatureService> services() { return List.of(); }
                }
                """);
        write("Demanding.java", HEADER + """
                public final class Demanding implements FeatureRepository {
                    public Demanding(int a) {}
                    @Override public List<FeatureService> services() { return List.of(); }
                }
                """);
        write("Empty.java", HEADER + """
                public final class Empty implements FeatureRepository {
                    @Override public List<FeatureService> services() { return null; }
                }
                """);
        assertProblems(
                "class Demanding: it implements FeatureRepository but has no public constructor without parameters; add"
                        + " one",
                "class Empty: its services() gives no feature service; return at least one FeatureService.of(…)",
                "class Hidden: it implements FeatureRepository but is not public; declare it public");
    }

    @Test
    void folderWithoutARepositoryIsRefused() throws IOException {
        assertRefused(ErrorCode.NOT_FOUND, "There are no .java files in " + folder, this::load);
        write("Other.java", "final class Other {}");
        assertRefused(
                ErrorCode.INVALID_DEFINITION,
                "No class in " + folder + " implements FeatureRepository; write one",
                this::load);
        assertRefused(
                ErrorCode.NOT_FOUND,
                folder.resolve("none") + " is neither a folder of .java files nor a jar",
                () -> DefinitionFolder.load(folder.resolve("none"), List.of()));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "There is no file or folder " + folder.resolve("x.jar"),
                () -> DefinitionFolder.load(folder, List.of(folder.resolve("x.jar"))));
    }

    @Test
    void javaWithoutACompilerIsSaid() throws IOException {
        write("Other.java", "final class Other {}");
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "The definitions in " + folder + " cannot be compiled: the Java in ",
                () -> SourceCompiler.compile(folder, List.of(), null));
    }

    @Test
    void definitionsSeeNothingOfTheProgramButTheDefinitionModule() throws IOException {
        write("Nosy.java", "final class Nosy { io.tesela.core.time.Micros m; org.apache.spark.sql.Row r; }");
        assertThatThrownBy(this::load)
                .hasMessageContaining("package io.tesela.core.time does not exist")
                .hasMessageContaining("package org.apache.spark.sql does not exist");
    }

    @Test
    void definitionsReadFilesOfTheirFolderAndUseTheGivenClassPath() throws IOException {
        Path library = folder.resolve("library");
        write(
                "library/lib/Names.java",
                "package lib; public final class Names { public static String view() { return \"fromlib\"; } }");
        Path jar = jar(library, folder.resolve("library.jar"));
        Path definitions = folder.resolve("definitions");
        write("definitions/view.sql", "SELECT * FROM events");
        write(
                "definitions/One.java",
                repository("a", "One", "one")
                        .replace("named(\"view\")", "named(lib.Names.view())")
                        .replace("\"SELECT * FROM events\"", "text()")
                        .replace("@Override", """
                        static String text() {
                            try (var in = One.class.getResourceAsStream("/view.sql")) {
                                return new String(in.readAllBytes());
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        }
                        @Override"""));
        Repository repository = DefinitionFolder.load(definitions, List.of(jar));
        assertThat(repository.views().get(0).name()).isEqualTo("fromlib");
        assertThat(repository.views().get(0).sql()).isEqualTo("SELECT * FROM events");
    }

    @Test
    void jarOfCompiledDefinitionsIsLoaded() throws IOException {
        Path sources = folder.resolve("sources");
        write("sources/a/One.java", repository("a", "One", "one"));
        Repository fromJar = DefinitionFolder.load(jar(sources, folder.resolve("definitions.jar")), List.of());
        assertThat(fromJar).isEqualTo(DefinitionFolder.load(sources, List.of()));

        Path torn = Files.writeString(folder.resolve("torn.jar"), "no jar");
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                "The jar " + torn + " cannot be read",
                () -> DefinitionFolder.load(torn, List.of()));
    }

    private static String repository(String packageName, String type, String service) {
        return "package " + packageName + ";\n" + HEADER
                + """
                public final class TYPE implements FeatureRepository {
                    @Override public List<FeatureService> services() {
                        StreamSource events = StreamSource.named("events")
                                .streamConfig(FileStreamConfig.json("/data/events"))
                                .column("user_id", STRING).timestampField("at").acceptAllLateEvents().build();
                        StreamFeatureView view = StreamFeatureView.named("view")
                                .entities(Entity.of("user", "user_id", STRING))
                                .source(events).sql("SELECT * FROM events")
                                .aggregate(count("user_id").over(ofHours(1)))
                                .aggregationInterval(ofMinutes(1)).online().build();
                        return List.of(FeatureService.of("SERVICE", view));
                    }
                }
                """.replace("TYPE", type).replace("SERVICE", service);
    }

    /** Understands just SQL that passes all columns on. */
    private static RepositoryPlan plan(Repository repository) {
        return RepositoryPlan.of(
                AppliedRepository.empty("prod"),
                repository,
                view -> new Analysis(view.source().schema(), List.of()));
    }

    private Repository load() {
        return DefinitionFolder.load(folder, List.of());
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static Path jar(Path sources, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> type :
                    SourceCompiler.compile(sources, List.of()).entrySet()) {
                out.putNextEntry(new JarEntry(type.getKey().replace('.', '/') + ".class"));
                out.write(type.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private void assertProblems(String... problems) {
        assertThatThrownBy(this::load)
                .isInstanceOfSatisfying(
                        DefinitionException.class,
                        wrong -> assertThat(wrong.problems())
                                .extracting(Problem::toString)
                                .containsExactly(problems));
    }

    private static void assertRefused(ErrorCode code, String message, ThrowingCallable load) {
        assertThatThrownBy(load)
                .isInstanceOfSatisfying(
                        TeselaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith(message);
    }
}
