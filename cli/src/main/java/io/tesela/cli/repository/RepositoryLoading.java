package io.tesela.cli.repository;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.Repository;
import io.tesela.definition.DefinitionException;
import io.tesela.definition.FeatureRepository;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Problem;
import io.tesela.definition.Problems;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs the code of a user's definitions and gathers everything that is wrong with them. */
final class RepositoryLoading {
    private final Path definitions;
    private final ClassLoader loader;
    private final List<String> classNames;
    private final UserFailures failures;
    private final Set<Problem> problems = new LinkedHashSet<>();

    RepositoryLoading(Path definitions, ClassLoader loader, Collection<String> classNames) {
        this.definitions = definitions;
        this.loader = loader;
        this.classNames = classNames.stream().sorted().toList();
        this.failures = new UserFailures(Set.copyOf(classNames));
    }

    Repository load() {
        List<Class<? extends FeatureRepository>> found = implementations();
        if (found.isEmpty() && problems.isEmpty()) {
            throw new TeselaException(
                    ErrorCode.INVALID_DEFINITION,
                    "No class in " + definitions + " implements FeatureRepository; write one such as 'public final"
                            + " class Features implements FeatureRepository' whose services() returns the feature"
                            + " services");
        }
        Set<FeatureService> services = new LinkedHashSet<>();
        Problems.Collected<Boolean> run = Problems.collect(() -> {
            found.forEach(type -> services.addAll(servicesOf(type)));
            return true;
        });
        // What a wrong definition has caused later on comes after the definition itself.
        Set<Problem> all = new LinkedHashSet<>(run.problems());
        all.addAll(problems);
        Repository repository = Repository.reachedBy(services);
        all.addAll(repository.problems());
        if (!all.isEmpty()) {
            throw new DefinitionException(List.copyOf(all));
        }
        return repository;
    }

    private List<Class<? extends FeatureRepository>> implementations() {
        List<Class<? extends FeatureRepository>> found = new ArrayList<>();
        for (String name : classNames) {
            try {
                Class<?> type = Class.forName(name, false, loader);
                if (FeatureRepository.class.isAssignableFrom(type)
                        && !type.isInterface()
                        && !Modifier.isAbstract(type.getModifiers())) {
                    found.add(type.asSubclass(FeatureRepository.class));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                problems.add(new Problem(
                        "class " + name, "it cannot be loaded (" + e + "); put what it needs on the class path"));
            }
        }
        return found;
    }

    private List<FeatureService> servicesOf(Class<? extends FeatureRepository> type) {
        String where = "class " + type.getName();
        if (!Modifier.isPublic(type.getModifiers())) {
            problems.add(new Problem(where, "it implements FeatureRepository but is not public; declare it public"));
            return List.of();
        }
        try {
            Constructor<? extends FeatureRepository> constructor = type.getConstructor();
            List<FeatureService> services = constructor.newInstance().services();
            if (services == null || services.isEmpty()) {
                problems.add(new Problem(
                        where, "its services() gives no feature service; return at least one FeatureService.of(…)"));
                return List.of();
            }
            return List.copyOf(services);
        } catch (NoSuchMethodException e) {
            problems.add(new Problem(
                    where,
                    "it implements FeatureRepository but has no public constructor without parameters; add one"));
        } catch (InvocationTargetException e) {
            problems.addAll(failures.problems(where, e.getTargetException()));
        } catch (InstantiationException | IllegalAccessException e) {
            problems.add(new Problem(where, "it cannot be instantiated: " + e.getMessage()));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.addAll(failures.problems(where, e));
        }
        return List.of();
    }
}
