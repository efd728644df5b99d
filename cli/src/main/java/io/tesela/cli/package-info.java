/** The command line: its verbs, and where the object graph of a process is built. */
@NullMarked
package io.tesela.cli;

import org.jspecify.annotations.NullMarked;
