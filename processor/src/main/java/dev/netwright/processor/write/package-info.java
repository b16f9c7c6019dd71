/** Writers of the generated sources, one a product. The only package that emits code. */
@NullMarked
package dev.netwright.processor.write;

import org.jspecify.annotations.NullMarked;
