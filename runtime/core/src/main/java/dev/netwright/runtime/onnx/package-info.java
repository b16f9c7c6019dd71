/** Reading and writing the ONNX file format. */
@NullMarked
package dev.netwright.runtime.onnx;

import org.jspecify.annotations.NullMarked;
