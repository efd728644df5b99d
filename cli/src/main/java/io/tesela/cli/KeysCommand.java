package io.tesela.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tesela.server.access.ApiKey;
import io.tesela.server.access.NewApiKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tesela keys}: who may ask the feature server. */
@Command(
        name = "keys",
        description = "Create, list and revoke API keys of the feature server.",
        mixinStandardHelpOptions = true)
final class KeysCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FolderOption repository = new FolderOption();

    @Command(description = "Create a key. It is printed once and kept only as a hash.", mixinStandardHelpOptions = true)
    int create(
            @Mixin OutputOption output,
            @Parameters(paramLabel = "NAME", description = "Whose key it is.") String name) {
        NewApiKey created =
                repository.installation().apiKeys().create(name, InstantSource.system(), new SecureRandom());
        output.print(
                spec.commandLine().getOut(),
                () -> created.secret() + System.lineSeparator(),
                () -> json(created.key()).put("secret", created.secret()));
        return 0;
    }

    @Command(description = "List the keys, the revoked ones too.", mixinStandardHelpOptions = true)
    int list(@Mixin OutputOption output) {
        List<ApiKey> keys = repository.installation().apiKeys().list();
        output.print(
                spec.commandLine().getOut(),
                () -> {
                    TextTable table = new TextTable("ID", "NAME", "CREATED", "REVOKED");
                    for (ApiKey key : keys) {
                        table.row(
                                key.id(),
                                key.name(),
                                TextTable.time(key.createdAt()),
                                key.revokedAt() == null ? "-" : TextTable.time(key.revokedAt()));
                    }
                    return table.render();
                },
                () -> {
                    ArrayNode array = OutputOption.mapper().createArrayNode();
                    keys.forEach(key -> array.add(json(key)));
                    return array;
                });
        return 0;
    }

    @Command(description = "Refuse a key from now on.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin OutputOption output, @Parameters(paramLabel = "ID", description = "As 'list' shows it.") String id) {
        ApiKey revoked = repository.installation().apiKeys().revoke(id, InstantSource.system());
        output.print(
                spec.commandLine().getOut(),
                () -> "Key " + revoked.id() + " (" + revoked.name() + ") is refused from now on."
                        + System.lineSeparator(),
                () -> json(revoked));
        return 0;
    }

    private static ObjectNode json(ApiKey key) {
        ObjectNode node = OutputOption.mapper()
                .createObjectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("createdAt", key.createdAt().toString());
        if (key.revokedAt() != null) {
            node.put("revokedAt", key.revokedAt().toString());
        }
        return node;
    }
}
