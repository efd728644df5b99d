package io.tesela.server.access;

import org.jspecify.annotations.Nullable;

/** Decides whether a request may be answered. Safe for use by several threads. */
@FunctionalInterface
public interface Authorization {
    /** Lets everybody in. */
    Authorization OPEN = header -> true;

    /** @param header the value of the {@code Authorization} header, null if there is none */
    boolean admits(@Nullable String header);

    /** The key in a header of the form {@code Tecton-key KEY} or {@code Bearer KEY}, or null if it has another form. */
    static @Nullable String keyIn(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int space = header.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String scheme = header.substring(0, space);
        String key = header.substring(space + 1).strip();
        boolean known = scheme.equalsIgnoreCase("Tecton-key") || scheme.equalsIgnoreCase("Bearer");
        return known && !key.isEmpty() ? key : null;
    }
}
