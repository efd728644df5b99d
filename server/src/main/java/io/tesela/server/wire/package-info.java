/** The JSON of requests and answers, as Tecton's clients speak it. No HTTP here. */
@NullMarked
package io.tesela.server.wire;

import org.jspecify.annotations.NullMarked;
