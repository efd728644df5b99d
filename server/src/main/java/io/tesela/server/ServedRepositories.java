package io.tesela.server;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest good version of each workspace. What cannot be read or planned never replaces what could; a workspace
 * that was seen once is served until the server ends.
 */
final class ServedRepositories {
    private static final Logger LOG = LoggerFactory.getLogger(ServedRepositories.class);

    private final RepositorySource source;
    private volatile Map<String, ServedWorkspace> workspaces = Map.of();

    ServedRepositories(RepositorySource source) {
        this.source = source;
    }

    /** Takes over what has changed in the registry; gives the number of problems, which are logged. */
    int refresh() {
        Map<String, ServedWorkspace> next = new HashMap<>(workspaces);
        int problems = 0;
        try {
            for (String name : source.workspaces()) {
                problems += refresh(name, next) ? 0 : 1;
            }
        } catch (RuntimeException e) {
            LOG.error("The registry cannot be read; serving goes on with what is known: {}", e.getMessage(), e);
            problems++;
        }
        workspaces = Map.copyOf(next);
        return problems;
    }

    private boolean refresh(String name, Map<String, ServedWorkspace> next) {
        try {
            AppliedRepository current = source.current(name);
            ServedWorkspace served = next.get(name);
            if (served == null || served.repository().version() != current.version()) {
                ServedWorkspace planned = new ServedWorkspace(current);
                next.put(name, planned);
                LOG.info("Serving version {} of workspace '{}'", current.version(), name);
                planned.unservable()
                        .values()
                        .forEach(reason -> LOG.warn("In workspace '{}': {}", name, reason.getMessage()));
            }
            return true;
        } catch (RuntimeException e) {
            LOG.error(
                    "Workspace '{}' cannot be read from the registry; serving goes on with its last good version: {}",
                    name,
                    e.getMessage(),
                    e);
            return false;
        }
    }

    Collection<ServedWorkspace> workspaces() {
        return workspaces.values();
    }

    /** @throws TeselaException with code NOT_FOUND if nothing was ever applied to it */
    ServedWorkspace workspace(String name) {
        ServedWorkspace workspace = workspaces.get(name);
        if (workspace == null) {
            throw new TeselaException(
                    ErrorCode.NOT_FOUND,
                    "There is no workspace '" + Names.shown(name) + "'" + Names.suggestion(name, workspaces.keySet()));
        }
        return workspace;
    }
}
