package io.tesela.cli;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.registry.AppliedRepository;
import io.tesela.core.registry.AppliedView;
import io.tesela.core.registry.RegistryFolder;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStores;
import io.tesela.server.access.ApiKeys;
import io.tesela.spark.SparkSessions;
import io.tesela.spark.stream.StreamJobSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.spark.sql.SparkSession;

/** The parts of a Tesela installation on this machine, put together from its settings. */
public record Installation(Settings settings) {
    public RegistryFolder registry() {
        return RegistryFolder.open(settings.registryFolder());
    }

    /** What is applied, or version 0 with nothing in it. */
    public AppliedRepository current() {
        return registry().current(settings.workspace());
    }

    /** @throws TeselaException if nothing has been applied */
    public AppliedRepository applied() {
        AppliedRepository current = current();
        if (current.version() == 0) {
            throw new TeselaException(
                    ErrorCode.NOT_FOUND,
                    "Nothing is applied in workspace '" + settings.workspace() + "' of " + settings.stateFolder()
                            + "; run 'tesela apply' in the feature repository first");
        }
        return current;
    }

    /** Opens the online store; the caller closes it. */
    public OnlineStore store() {
        return OnlineStores.open(settings.onlineStore());
    }

    public ApiKeys apiKeys() {
        return ApiKeys.in(settings.apiKeyFile());
    }

    /** Starts Spark in this process; the caller stops it. */
    public SparkSession spark() {
        return SparkSessions.local(settings.sparkCores());
    }

    /** Where the stream job of a view writes and keeps its checkpoint. */
    public StreamJobSettings streamJob(AppliedView view, InstantSource clock) {
        return StreamJobSettings.of(
                settings.onlineStore(),
                checkpoint(view),
                settings.deadLetterFolder(),
                "process " + ProcessHandle.current().pid(),
                clock);
    }

    /** The checkpoint folder of a view's job: one for each table, as a checkpoint fits one meaning of tiles. */
    public Path checkpoint(AppliedView view) {
        return settings.checkpointFolder().resolve(view.view().name() + "-" + view.tableId());
    }
}
