package dev.netwright.processor.networks;

import static dev.netwright.processor.networks.Numbers.doubles;

import dev.netwright.processor.networks.CompiledNetworks.Compiled;
import dev.netwright.processor.plan.Interpreter;
import dev.netwright.processor.plan.Plan;
import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.Schema;
import java.util.Random;

/** A compiled network with parameters, buffers and samples drawn at random. */
final class NetworkUnderTest {
    final Compiled network;
    final Model model;
    final Schema schema;
    final Random random;

    NetworkUnderTest(Compiled network, long seed) {
        this.network = network;
        this.random = new Random(seed);
        this.model = network.create(seed);
        this.schema = model.schema();
        randomize(model.parameterStore().values(), 0.5f);
        model.parameterStore().changed();
        float[] buffers = model.bufferStore().values();
        for (int k = 0; k < buffers.length; k++) {
            buffers[k] = 0.5f + random.nextFloat();
        }
        model.bufferStore().changed();
    }

    float[][] samples(int n) {
        return schema.inputs().stream()
                .map(port -> randomize(new float[n * port.size()], 1))
                .toArray(float[][]::new);
    }

    Interpreter interpreter(Plan plan) {
        return new Interpreter(plan)
                .parameters(doubles(model.parameterStore().values()))
                .buffers(doubles(model.bufferStore().values()));
    }

    float[] randomize(float[] values, float spread) {
        for (int k = 0; k < values.length; k++) {
            values[k] = spread * (2 * random.nextFloat() - 1);
        }
        return values;
    }
}
