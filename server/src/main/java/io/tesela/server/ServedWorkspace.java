package io.tesela.server;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.retrieval.ServicePlan;
import io.tesela.definition.FeatureService;
import java.util.HashMap;
import java.util.Map;

/** One version of a workspace, with its services planned. Immutable. */
final class ServedWorkspace {
    private final AppliedRepository repository;
    private final Map<String, ServedService> services = new HashMap<>();
    private final Map<String, TeselaException> unservable = new HashMap<>();

    ServedWorkspace(AppliedRepository repository) {
        this.repository = repository;
        for (FeatureService service : repository.services()) {
            try {
                services.put(service.name(), ServedService.of(ServicePlan.of(repository, service.name())));
            } catch (TeselaException e) {
                unservable.put(service.name(), e);
            }
        }
    }

    AppliedRepository repository() {
        return repository;
    }

    /** The services that can be asked, by name. */
    Map<String, ServedService> services() {
        return services;
    }

    /** Why some services cannot be asked, by name. */
    Map<String, TeselaException> unservable() {
        return unservable;
    }

    /** @throws TeselaException if there is no such service, or it cannot be served online */
    ServedService service(String name) {
        ServedService service = services.get(name);
        if (service != null) {
            return service;
        }
        TeselaException reason = unservable.get(name);
        if (reason != null) {
            throw new TeselaException(reason.code(), String.valueOf(reason.getMessage()), reason);
        }
        throw new TeselaException(
                ErrorCode.NOT_FOUND,
                "There is no feature service '" + Names.shown(name) + "' in workspace '" + repository.workspace() + "'"
                        + Names.suggestion(
                                name,
                                repository.services().stream()
                                        .map(FeatureService::name)
                                        .toList()));
    }
}
