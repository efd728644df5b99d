package io.tesela.core.registry;

import io.tesela.definition.Entity;
import io.tesela.definition.FeatureSelection;
import io.tesela.definition.FeatureService;
import io.tesela.definition.Problem;
import io.tesela.definition.StreamFeatureView;
import io.tesela.definition.StreamSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The definitions that some feature services reach, each kind in the order of its names. Values may share a name. */
public record Repository(
        List<Entity> entities,
        List<StreamSource> sources,
        List<StreamFeatureView> views,
        List<FeatureService> services) {
    public Repository {
        entities = List.copyOf(entities);
        sources = List.copyOf(sources);
        views = List.copyOf(views);
        services = List.copyOf(services);
    }

    /** What the services reach: their views, and the views' sources and entities. */
    public static Repository reachedBy(Collection<FeatureService> services) {
        Set<StreamFeatureView> views = new LinkedHashSet<>();
        for (FeatureService service : services) {
            service.selections().stream().map(FeatureSelection::view).forEach(views::add);
        }
        return of(views, services);
    }

    static Repository of(Collection<StreamFeatureView> views, Collection<FeatureService> services) {
        Set<StreamSource> sources = new LinkedHashSet<>();
        Set<Entity> entities = new LinkedHashSet<>();
        for (StreamFeatureView view : views) {
            sources.add(view.source());
            entities.addAll(view.entities());
        }
        return new Repository(
                byName(entities, Entity::name),
                byName(sources, StreamSource::name),
                byName(new LinkedHashSet<>(views), StreamFeatureView::name),
                byName(new LinkedHashSet<>(services), FeatureService::name));
    }

    /** Names that different objects of one kind share. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        sharedNames(problems, "entity", entities.stream().map(Entity::name).toList());
        sharedNames(
                problems,
                "stream source",
                sources.stream().map(StreamSource::name).toList());
        sharedNames(
                problems,
                "stream feature view",
                views.stream().map(StreamFeatureView::name).toList());
        sharedNames(
                problems,
                "feature service",
                services.stream().map(FeatureService::name).toList());
        return List.copyOf(problems);
    }

    private static void sharedNames(List<Problem> problems, String kind, List<String> names) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        counts.forEach((name, count) -> {
            if (count > 1) {
                problems.add(new Problem(
                        kind + " '" + name + "'",
                        count + " different definitions have this name; define it once or rename the others"));
            }
        });
    }

    private static <T> List<T> byName(Set<T> values, Function<T, String> name) {
        return values.stream().sorted(Comparator.comparing(name)).toList();
    }
}
