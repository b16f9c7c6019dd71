package dev.netwright.runtime;

import dev.netwright.runtime.engine.Predicting;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Plans not in use, so that calls need not make their own. Lock-free; keeps a bounded number. Thread-safe. */
final class PlanPool {
    private final AtomicReferenceArray<Predicting> idle;
    private final Supplier<Predicting> maker;

    PlanPool(int most, Supplier<Predicting> maker) {
        this.idle = new AtomicReferenceArray<>(most);
        this.maker = maker;
    }

    /** A plan for the caller alone, until given back. */
    Predicting take() {
        for (int k = 0; k < idle.length(); k++) {
            if (idle.getPlain(k) != null) {
                Predicting plan = idle.getAndSet(k, null);
                if (plan != null) {
                    return plan;
                }
            }
        }
        return maker.get();
    }

    /** Gives a plan back; it is dropped where enough are kept. */
    void give(Predicting plan) {
        for (int k = 0; k < idle.length(); k++) {
            if (idle.getPlain(k) == null && idle.compareAndSet(k, null, plan)) {
                return;
            }
        }
    }
}
