package io.tesela.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The direction of the dependencies, injected time, and names, as {@code docs/design.md} says. */
final class ArchitectureTest {
    private static final JavaClasses TESELA = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tesela");

    /** Where a process is put together: here the real clock is chosen. */
    private static final String[] WIRING = {
        "io.tesela.cli..", "io.tesela.demo..", "io.tesela.broker..", "io.tesela.testkit.."
    };

    @Test
    void theDefinitionApiDependsOnNothing() {
        classes()
                .that()
                .resideInAPackage("io.tesela.definition..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.tesela.definition..", "java..", "org.jspecify.."))
                .check(TESELA);
    }

    @Test
    void theCoreKnowsNoEngineNoStoreAndNoServer() {
        classes()
                .that()
                .resideInAPackage("io.tesela.core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.tesela.definition..",
                        "io.tesela.core..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "com.fasterxml.jackson.."))
                .check(TESELA);
    }

    /** Where a process is put together, Spark is started and stopped. */
    @Test
    void onlyTheSparkModuleAndTheWiringSeeSpark() {
        noClasses()
                .that(not(resideInAnyPackage("io.tesela.spark..", "io.tesela.cli..", "io.tesela.demo..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
                .check(TESELA);
    }

    @Test
    void modulesBesideEachOtherDoNotKnowEachOther() {
        String[] beside = {"io.tesela.spark..", "io.tesela.store..", "io.tesela.server.."};
        for (String one : beside) {
            for (String other : beside) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(one)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .allowEmptyShould(true)
                            .check(TESELA);
                }
            }
        }
    }

    @Test
    void nothingDependsOnTheCommandLineButWhatExtendsIt() {
        noClasses()
                .that(not(resideInAnyPackage("io.tesela.cli..", "io.tesela.demo..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tesela.cli..", "io.tesela.demo..", "io.tesela.testkit..", "io.tesela.broker..")
                .allowEmptyShould(true)
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(
                                "io.tesela.definition",
                                "io.tesela.core",
                                "io.tesela.spark",
                                "io.tesela.store",
                                "io.tesela.server"));
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.tesela.(*)..").should().beFreeOfCycles().check(TESELA);
        slices().matching("io.tesela.core.(*)..").should().beFreeOfCycles().check(TESELA);
    }

    @Test
    void timeIsInjected() {
        noClasses()
                .that(not(resideInAnyPackage(WIRING)))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(TESELA);
    }

    @Test
    void noObjectIsReadFromSerializedBytes() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.fasterxml.jackson.annotation.JsonTypeInfo")
                .check(TESELA);
    }

    @Test
    void namesSayWhatSetsAThingApart() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("V2")
                .check(TESELA);
        methods().should(new NoGetPrefix()).check(TESELA);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(new ResideInNullMarkedPackage()).check(TESELA);
    }

    /** A method that is named {@code getX} without having to be, by a type that is not ours. */
    private static final class NoGetPrefix extends ArchCondition<JavaMethod> {
        NoGetPrefix() {
            super("have no get prefix");
        }

        @Override
        public void check(JavaMethod method, ConditionEvents events) {
            boolean prefixed = method.getName().matches("get[A-Z].*");
            if (prefixed && !isRequiredFromOutside(method)) {
                events.add(SimpleConditionEvent.violated(method, method.getFullName() + " has a get prefix"));
            }
        }

        private static boolean isRequiredFromOutside(JavaMethod method) {
            JavaClass owner = method.getOwner();
            return owner.getAllRawSuperclasses().stream().anyMatch(type -> declares(type, method))
                    || owner.getAllRawInterfaces().stream().anyMatch(type -> declares(type, method));
        }

        private static boolean declares(JavaClass type, JavaMethod method) {
            return !type.getPackageName().startsWith("io.tesela")
                    && type.getMethods().stream().anyMatch(m -> m.getName().equals(method.getName()));
        }
    }

    private static final class ResideInNullMarkedPackage extends ArchCondition<JavaClass> {
        ResideInNullMarkedPackage() {
            super("reside in a package marked with @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(
                        type, type.getName() + ": " + type.getPackageName() + " is not @NullMarked"));
            }
        }
    }
}
