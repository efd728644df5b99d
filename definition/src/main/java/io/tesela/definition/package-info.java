/**
 * What a user of Tesela writes: entities, sources, feature views, aggregations and feature services.
 *
 * <p>Every type here is an immutable value. A wrong definition is refused when it is built, with a sentence that names
 * the object, the field and the fix. This package knows no engine, no store and no file format.
 */
@NullMarked
package io.tesela.definition;

import org.jspecify.annotations.NullMarked;
