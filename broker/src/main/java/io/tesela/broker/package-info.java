/** A real Kafka broker on this machine, in a JVM of its own, for tests and the demo. Not for production. */
@NullMarked
package io.tesela.broker;

import org.jspecify.annotations.NullMarked;
