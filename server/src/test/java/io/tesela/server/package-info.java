/** The feature server, asked over real HTTP. */
@NullMarked
package io.tesela.server;

import org.jspecify.annotations.NullMarked;
