/**
 * Data sets and their readers. A {@link dev.netwright.runtime.data.Dataset} is made of arrays or read by
 * {@link dev.netwright.runtime.data.Csv}, cut and shuffled, and handed out in {@linkplain dev.netwright.runtime.data.Batch batches}.
 */
@NullMarked
package dev.netwright.runtime.data;

import org.jspecify.annotations.NullMarked;
