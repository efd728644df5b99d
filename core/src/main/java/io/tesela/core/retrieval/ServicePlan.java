package io.tesela.core.retrieval;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.definition.Column;
import io.tesela.definition.DataType;
import io.tesela.definition.Feature;
import io.tesela.definition.FeatureSelection;
import io.tesela.definition.FeatureService;
import io.tesela.definition.StreamFeatureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How requests to one feature service are answered. Prepared once for each registry snapshot; immutable and safe for
 * use by several threads.
 */
public final class ServicePlan {
    private final String service;
    private final List<RequestKey> requestKeys;
    private final List<ViewPlan> views;
    private final List<ServiceFeature> features;

    private ServicePlan(String service, List<RequestKey> requestKeys, List<ViewPlan> views) {
        this.service = service;
        this.requestKeys = List.copyOf(requestKeys);
        this.views = List.copyOf(views);
        this.features = views.stream().flatMap(view -> view.features().stream()).toList();
    }

    /**
     * Plans a service.
     *
     * @throws TeselaException with code NOT_FOUND if there is no such service, with INVALID_DEFINITION if it cannot be
     *     served online
     */
    public static ServicePlan of(AppliedRepository repository, String serviceName) {
        FeatureService service =
                repository.service(serviceName).orElseThrow(() -> unknownService(repository, serviceName));
        List<FeatureSelection> selections = service.selections().stream()
                .sorted(Comparator.comparing(selection -> selection.view().name()))
                .toList();
        RequestKeys keys = new RequestKeys(serviceName);
        List<ViewPlan> views = new ArrayList<>();
        @Nullable FeatureSelection previous = null;
        for (FeatureSelection selection : selections) {
            if (previous != null
                    && previous.view().name().equals(selection.view().name())) {
                throw invalid(
                        serviceName,
                        "selects view '" + selection.view().name()
                                + "' twice, which would give two features one name; put all its features into one selection");
            }
            previous = selection;
            AppliedView applied = online(repository, serviceName, selection);
            views.add(new ViewPlan(
                    applied, selected(serviceName, applied, selection), keys.positions(applied.view(), selection)));
        }
        return new ServicePlan(serviceName, keys.inOrder(), views);
    }

    private static TeselaException unknownService(AppliedRepository repository, String name) {
        List<String> known = repository.services().stream()
                .map(FeatureService::name)
                .sorted()
                .toList();
        return new TeselaException(
                ErrorCode.NOT_FOUND,
                "There is no feature service '" + name + "' in workspace '" + repository.workspace() + "'; there are "
                        + known);
    }

    private static AppliedView online(AppliedRepository repository, String service, FeatureSelection selection) {
        AppliedView applied = repository.requireView(selection.view().name());
        if (!applied.view().online()) {
            throw invalid(
                    service,
                    "uses view '" + applied.view().name() + "', which is not online; add .online() to the view");
        }
        return applied;
    }

    private static List<Feature> selected(String service, AppliedView applied, FeatureSelection selection) {
        List<Feature> all = applied.view().features();
        TreeSet<String> wanted = new TreeSet<>(selection.features());
        List<Feature> chosen = all.stream()
                .filter(feature -> wanted.isEmpty() || wanted.contains(feature.name()))
                .sorted(Comparator.comparing(Feature::name))
                .toList();
        if (!wanted.isEmpty() && chosen.size() != wanted.size()) {
            chosen.forEach(feature -> wanted.remove(feature.name()));
            throw invalid(
                    service,
                    "selects " + wanted + " from view '" + applied.view().name() + "', which has "
                            + all.stream().map(Feature::name).sorted().toList());
        }
        return chosen;
    }

    private static TeselaException invalid(String service, String problem) {
        return new TeselaException(ErrorCode.INVALID_DEFINITION, "Feature service '" + service + "' " + problem);
    }

    public String service() {
        return service;
    }

    /** The join keys that every request gives: in the order of the views and, within a view, of its join keys. */
    public List<RequestKey> requestKeys() {
        return requestKeys;
    }

    /** The features of every answer: views alphabetical, features alphabetical within a view. */
    public List<ServiceFeature> features() {
        return features;
    }

    List<ViewPlan> views() {
        return views;
    }

    /**
     * Checks the join keys of one row of a request.
     *
     * @param joinKeys request key → value: String, Long, BigInteger, Double, Boolean, or null for an entity that is not
     *     known, whose features are missing. An integer key may be given as a decimal String.
     * @throws TeselaException with code INVALID_ARGUMENT that names the key, if one is missing, superfluous, of the
     *     wrong type or out of range
     */
    public EntityRow row(Map<String, ? extends @Nullable Object> joinKeys) {
        return JoinKeys.check(service, requestKeys, joinKeys);
    }

    /** Collects the request keys of the views of one service. */
    private static final class RequestKeys {
        private final String service;
        private final Map<String, RequestKey> byName = new LinkedHashMap<>();
        private final List<String> names = new ArrayList<>();

        RequestKeys(String service) {
            this.service = service;
        }

        int[] positions(StreamFeatureView view, FeatureSelection selection) {
            List<Column> joinKeys = view.joinKeys();
            int[] positions = new int[joinKeys.size()];
            for (int i = 0; i < positions.length; i++) {
                Column joinKey = joinKeys.get(i);
                String name = selection.joinKeyNames().getOrDefault(joinKey.name(), joinKey.name());
                positions[i] = position(name, joinKey.type());
            }
            return positions;
        }

        private int position(String name, DataType type) {
            RequestKey key = byName.get(name);
            if (key == null) {
                byName.put(name, new RequestKey(name, type));
                names.add(name);
                return names.size() - 1;
            }
            if (!key.type().equals(type)) {
                throw invalid(
                        service,
                        "needs join key '" + name + "' as " + key.type().label() + " and as " + type.label()
                                + "; rename one of them with .joinKey(joinKey, requestKey)");
            }
            return names.indexOf(name);
        }

        List<RequestKey> inOrder() {
            return List.copyOf(byName.values());
        }
    }
}
