/** Applied definitions: the repository, its plan, its JSON form and its history. */
@NullMarked
package io.tesela.core.registry;

import org.jspecify.annotations.NullMarked;
