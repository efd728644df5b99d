/** A user's feature repository: compiling and loading a folder of definitions, and the one that {@code init} writes. */
@NullMarked
package io.tesela.cli.repository;

import org.jspecify.annotations.NullMarked;
