/** Problems and the messages they become. The only package that prints. */
@NullMarked
package dev.netwright.processor.diagnose;

import org.jspecify.annotations.NullMarked;
