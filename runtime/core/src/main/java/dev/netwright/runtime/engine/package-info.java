/** What generated plans run on: workers, matrix products, elementary functions, random numbers. */
@NullMarked
package dev.netwright.runtime.engine;

import org.jspecify.annotations.NullMarked;
