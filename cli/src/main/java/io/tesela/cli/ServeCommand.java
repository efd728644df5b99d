package io.tesela.cli;

import io.tesela.core.store.OnlineStore;
import io.tesela.server.FeatureServer;
import io.tesela.server.FeatureServerSettings;
import io.tesela.server.RepositorySource;
import io.tesela.server.access.ApiKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tesela serve}: the feature server alone. */
@Command(name = "serve", description = "Run the feature server of what is applied.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final long WAIT_MILLIS = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = repository.installation();
        installation.applied();
        Events events = new Events(spec.commandLine().getOut(), output, InstantSource.system());
        try (Shutdown shutdown = new Shutdown();
                OnlineStore store = installation.store();
                FeatureServer server = start(installation, store, events)) {
            sayReady(installation, server, events);
            while (!shutdown.wished(WAIT_MILLIS)) {
                // The server has threads of its own.
            }
        }
        return 0;
    }

    /** Starts the server; where there is no key yet, makes one and tells it once. */
    static FeatureServer start(Installation installation, OnlineStore store, Events events) {
        Settings settings = installation.settings();
        List<ApiKey> keys = installation.apiKeys().list();
        if (keys.isEmpty()) {
            String secret = installation
                    .apiKeys()
                    .create("first", InstantSource.system(), new SecureRandom())
                    .secret();
            events.say("created the first API key; it is shown only now: " + secret);
        }
        return FeatureServer.start(
                FeatureServerSettings.forKeyHolders(settings.apiKeyFile())
                        .host(settings.serverHost())
                        .port(settings.serverPort())
                        .build(),
                RepositorySource.of(installation.registry()),
                store,
                InstantSource.system());
    }

    static void sayReady(Installation installation, FeatureServer server, Events events) {
        events.say("feature server for workspace '" + installation.settings().workspace() + "' ready at http://"
                + installation.settings().serverHost() + ":" + server.port());
    }
}
