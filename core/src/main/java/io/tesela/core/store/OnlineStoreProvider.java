package io.tesela.core.store;

import java.net.URI;
import java.util.ServiceLoader;

/** Opens the online stores of one kind; found through {@link ServiceLoader}. */
public interface OnlineStoreProvider {
    /** The scheme of the addresses that this provider opens, such as {@code embedded}. */
    String scheme();

    /**
     * Opens a store. Callers of one process that give the same address may share what is behind it.
     *
     * @param address such as {@code embedded:/var/lib/tesela/online}
     * @throws io.tesela.core.error.TeselaException if it cannot be opened, or holds a newer format
     */
    OnlineStore open(URI address);
}
