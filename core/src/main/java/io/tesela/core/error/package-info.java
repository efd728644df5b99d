/** Errors with a code that gives HTTP status, exit code and metric label. */
@NullMarked
package io.tesela.core.error;

import org.jspecify.annotations.NullMarked;
