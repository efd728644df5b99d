/** Laws: tests that hold for every input, run on seeded random ones, small ones first. */
@NullMarked
package io.tesela.testkit.laws;

import org.jspecify.annotations.NullMarked;
