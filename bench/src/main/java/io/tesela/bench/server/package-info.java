/** The feature server under load: {@code bench/server-load} runs it, {@code docs/performance.md} has the numbers. */
@NullMarked
package io.tesela.bench.server;

import org.jspecify.annotations.NullMarked;
