/**
 * The OpenCL engine. Calls into JOCL stand in {@link dev.netwright.runtime.opencl.JoclCalls} alone, behind {@link
 * dev.netwright.runtime.opencl.Calls}; what owns an OpenCL object checks every length before a call and releases exactly once.
 */
@NullMarked
package dev.netwright.runtime.opencl;

import org.jspecify.annotations.NullMarked;
