/** Data sets and their readers. */
@NullMarked
package dev.netwright.runtime.data;

import org.jspecify.annotations.NullMarked;
