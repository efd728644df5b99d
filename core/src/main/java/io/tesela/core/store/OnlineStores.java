package io.tesela.core.store;

import io.tesela.core.error.ErrorCode;
import io.tesela.core.error.TeselaException;
import java.net.URI;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens online stores by their address. */
public final class OnlineStores {
    private OnlineStores() {}

    /**
     * Opens the store at {@code address} with the provider for its scheme.
     *
     * @throws TeselaException if there is no such provider, or it cannot open the store
     */
    public static OnlineStore open(URI address) {
        TreeSet<String> known = new TreeSet<>();
        for (OnlineStoreProvider provider : ServiceLoader.load(OnlineStoreProvider.class)) {
            if (provider.scheme().equals(address.getScheme())) {
                return provider.open(address);
            }
            known.add(provider.scheme());
        }
        throw new TeselaException(
                ErrorCode.INVALID_ARGUMENT,
                "No online store for address '" + address + "'; on the class path are the schemes " + known);
    }
}
