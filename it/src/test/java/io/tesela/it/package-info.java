/** Tests of the whole: the architecture's rules, and the program as a user runs it. */
@NullMarked
package io.tesela.it;

import org.jspecify.annotations.NullMarked;
