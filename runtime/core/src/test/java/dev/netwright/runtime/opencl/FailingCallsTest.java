package dev.netwright.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.engine.Engine;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every OpenCL call of a prediction and a training step made to fail in turn: an exception, and nothing left behind. */
class FailingCallsTest {
    private final TinyNetwork network = new TinyNetwork();

    /** All that the engine does; the device is closed whatever happens. */
    private void run(Calls calls) {
        try (OpenClDevice device = TinyNetwork.device(calls, Optional.empty())) {
            Engine engine = network.on(device);
            network.predict(engine);
            TinyNetwork.gradients(network.training(engine), network.x);
            device.finish();
        }
    }

    @Test
    void theNthCallFails() {
        int before = ClSession.live();
        Calls calls = TinyNetwork.calls();
        FaultyCalls none = new FaultyCalls(calls, 0, false, 0);
        run(none);
        assertEquals(before, ClSession.live(), "objects left by a run that succeeds");
        assertTrue(none.made() > 100, none.made() + " calls");
        float[] parameters = network.model.parameterStore().values().clone();
        for (int n = 1; n <= none.made(); n++) {
            for (boolean forever : new boolean[] {false, true}) {
                FaultyCalls faulty = new FaultyCalls(calls, n, forever, TinyNetwork.CL_OUT_OF_RESOURCES);
                try {
                    run(faulty);
                    throw new AssertionError("call " + n + " failed and nobody noticed");
                } catch (OpenClException e) {
                    assertEquals(TinyNetwork.CL_OUT_OF_RESOURCES, e.code());
                }
                assertEquals(before, ClSession.live(), "objects left after call " + n);
            }
        }
        assertArrayEquals(parameters, network.model.parameterStore().values());
    }

    /** What failed once works again on the same device, where the device itself is well. */
    @Test
    void worksAfterAFailure() {
        Calls calls = TinyNetwork.calls();
        float[] expected = network.expected();
        for (int n = 1; n <= 40; n++) {
            FaultyCalls later = new FaultyCalls(calls, 0, false, 0);
            try (OpenClDevice device = TinyNetwork.device(later, Optional.empty())) {
                Engine engine = network.on(device);
                float[] found = predictFailingAt(engine, later, n);
                assertArrayEquals(expected, found, 1e-5f, "after call " + n + " of a prediction failed");
            }
        }
    }

    private float[] predictFailingAt(Engine engine, FaultyCalls calls, int n) {
        calls.failIn(n, TinyNetwork.CL_OUT_OF_RESOURCES);
        try {
            network.predict(engine);
        } catch (OpenClException e) {
            assertEquals("INJECTED", e.codeName());
        }
        calls.failIn(0, 0);
        return network.predict(engine);
    }
}
