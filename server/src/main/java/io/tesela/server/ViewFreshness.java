package io.tesela.server;

import io.tesela.core.registry.AppliedView;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.StreamProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How far the stream job of a view has come. */
record ViewFreshness(String workspace, String view, StreamProgress progress) {
    /** Of all views that a job has written to. */
    static List<ViewFreshness> of(Collection<ServedWorkspace> workspaces, OnlineStore store) {
        List<ViewFreshness> all = new ArrayList<>();
        for (ServedWorkspace workspace : workspaces) {
            for (AppliedView view : workspace.repository().views()) {
                store.progress(view.table())
                        .ifPresent(progress -> all.add(new ViewFreshness(
                                workspace.repository().workspace(), view.view().name(), progress)));
            }
        }
        return all;
    }
}
