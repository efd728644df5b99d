/** Instants, tiles and windows: the one place that decides which tiles belong to a request. */
@NullMarked
package io.tesela.core.time;

import org.jspecify.annotations.NullMarked;
