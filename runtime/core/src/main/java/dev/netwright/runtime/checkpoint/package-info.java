/** Schemas, formats and the exceptions of reading and writing. */
@NullMarked
package dev.netwright.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
