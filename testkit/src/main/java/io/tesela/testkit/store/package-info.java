/** What every online store must do, as a suite of tests to extend. */
@NullMarked
package io.tesela.testkit.store;

import org.jspecify.annotations.NullMarked;
