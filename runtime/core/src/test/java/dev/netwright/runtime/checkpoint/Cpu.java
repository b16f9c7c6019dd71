package dev.netwright.runtime.checkpoint;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Time that this thread has computed: what the rest of the machine does is not in it. */
public final class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Cpu() {}

    /** Nanoseconds so far. */
    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
