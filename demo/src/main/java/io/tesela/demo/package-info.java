/**
 * The demo: a day of real Wikipedia edits, replayed into Kafka and served as features, live in a terminal or at once
 * and compared with an independent computation.
 */
@NullMarked
package io.tesela.demo;

import org.jspecify.annotations.NullMarked;
