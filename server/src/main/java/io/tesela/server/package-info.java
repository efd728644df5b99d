/**
 * The feature server: HTTP in, feature values out. {@link io.tesela.server.FeatureServer} puts it together;
 * {@code docs/reference/http.md} says what it answers.
 */
@NullMarked
package io.tesela.server;

import org.jspecify.annotations.NullMarked;
