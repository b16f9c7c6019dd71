/** What Netwright knows of each operator: attributes, shape rule, parameters, lowering to steps, ONNX mapping. */
@NullMarked
package dev.netwright.processor.operator;

import org.jspecify.annotations.NullMarked;
