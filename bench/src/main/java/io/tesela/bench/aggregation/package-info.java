/** What updating a tile and rolling tiles up costs, in CPU time of the thread. */
@NullMarked
package io.tesela.bench.aggregation;

import org.jspecify.annotations.NullMarked;
