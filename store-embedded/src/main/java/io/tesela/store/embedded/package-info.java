/** The online store that needs no server: LMDB files in a folder, shared by the processes of one machine. */
@NullMarked
package io.tesela.store.embedded;

import org.jspecify.annotations.NullMarked;
