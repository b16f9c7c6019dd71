/**
 * Arrays of numbers in files: NumPy's npy and npz, and IDX. Depends on nothing else of the runtime, so that data sets and checkpoints alike
 * can be made of it.
 */
@NullMarked
package dev.netwright.runtime.array;

import org.jspecify.annotations.NullMarked;
