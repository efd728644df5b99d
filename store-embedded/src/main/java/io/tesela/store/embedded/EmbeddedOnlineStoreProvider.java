package io.tesela.store.embedded;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import io.tesela.core.store.OnlineStore;
import io.tesela.core.store.OnlineStoreProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code embedded:/path/to/folder}. The folder need not exist; the first claim creates it. With
 * {@code ?mapSize=256GiB} each table may grow up to that size instead of 64 GiB; it takes only the disk that it uses.
 */
public final class EmbeddedOnlineStoreProvider implements OnlineStoreProvider {
    private static final long DEFAULT_MAP_BYTES = 64L << 30;
    private static final Pattern MAP_SIZE = Pattern.compile("mapSize=(\\d{1,9})(KiB|MiB|GiB|TiB)");

    @Override
    public String scheme() {
        return "embedded";
    }

    @Override
    public OnlineStore open(URI address) {
        String path = address.getPath();
        if (path == null || address.getAuthority() != null || address.getFragment() != null) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The address '" + address + "' names no folder; expected embedded:/path/to/folder");
        }
        return new EmbeddedOnlineStore(StoreFolder.open(Path.of(path), mapBytes(address, address.getQuery())));
    }

    private static long mapBytes(URI address, @Nullable String query) {
        if (query == null) {
            return DEFAULT_MAP_BYTES;
        }
        Matcher matcher = MAP_SIZE.matcher(query);
        if (!matcher.matches()) {
            throw new TeselaException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The address '" + address + "' has an unknown setting '" + query
                            + "'; expected mapSize=NUMBER with KiB, MiB, GiB or TiB");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            default -> 40;
        };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }
}
