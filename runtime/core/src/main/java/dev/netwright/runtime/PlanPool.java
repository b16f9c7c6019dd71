package dev.netwright.runtime;

import dev.netwright.runtime.engine.InferencePlan;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Plans not in use, so that calls need not make their own. Lock-free; keeps a bounded number. Thread-safe. */
final class PlanPool {
    private final AtomicReferenceArray<InferencePlan> idle;
    private final Supplier<InferencePlan> maker;

    PlanPool(int most, Supplier<InferencePlan> maker) {
        this.idle = new AtomicReferenceArray<>(most);
        this.maker = maker;
    }

    /** A plan for the caller alone, until given back. */
    InferencePlan take() {
        for (int k = 0; k < idle.length(); k++) {
            if (idle.getPlain(k) != null) {
                InferencePlan plan = idle.getAndSet(k, null);
                if (plan != null) {
                    return plan;
                }
            }
        }
        return maker.get();
    }

    /** Gives a plan back; it is dropped where enough are kept. */
    void give(InferencePlan plan) {
        for (int k = 0; k < idle.length(); k++) {
            if (idle.getPlain(k) == null && idle.compareAndSet(k, null, plan)) {
                return;
            }
        }
    }
}
