package io.tesela.core.registry;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.definition.FeatureService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version of everything that is applied in a workspace.
 *
 * @param version counts the applies of the workspace from 1; 0 is the empty repository before the first
 */
public record AppliedRepository(
        String workspace, long version, Instant appliedAt, List<AppliedView> views, List<FeatureService> services) {
    public AppliedRepository {
        views = List.copyOf(views);
        services = List.copyOf(services);
    }

    /** The empty repository before the first apply. */
    public static AppliedRepository empty(String workspace) {
        return new AppliedRepository(workspace, 0, Instant.EPOCH, List.of(), List.of());
    }

    /** What is defined, without what applying it has added. */
    public Repository definitions() {
        return Repository.of(views.stream().map(AppliedView::view).toList(), services);
    }

    public Optional<AppliedView> view(String name) {
        return views.stream().filter(v -> v.view().name().equals(name)).findFirst();
    }

    public Optional<FeatureService> service(String name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** @throws TeselaException with code NOT_FOUND, naming the views there are */
    public AppliedView requireView(String name) {
        return view(name)
                .orElseThrow(() -> new TeselaException(
                        ErrorCode.NOT_FOUND,
                        "There is no feature view '" + name + "' in workspace '" + workspace + "'; there are "
                                + views.stream()
                                        .map(v -> v.view().name())
                                        .sorted()
                                        .toList()));
    }
}
