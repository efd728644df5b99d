package io.tesela.server;

import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.RegistryFolder;
import java.util.List;

/** Where a feature server finds what is applied. Asked again and again, by one thread. */
public interface RepositorySource {
    /** The workspaces that have been applied to. */
    List<String> workspaces();

    /** What is applied in a workspace now. */
    AppliedRepository current(String workspace);

    static RepositorySource of(RegistryFolder folder) {
        return new RepositorySource() {
            @Override
            public List<String> workspaces() {
                return folder.workspaces();
            }

            @Override
            public AppliedRepository current(String workspace) {
                return folder.current(workspace);
            }
        };
    }
}
