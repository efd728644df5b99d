/** Who may ask: API keys, kept as hashes in a file. */
@NullMarked
package io.tesela.server.access;

import org.jspecify.annotations.NullMarked;
