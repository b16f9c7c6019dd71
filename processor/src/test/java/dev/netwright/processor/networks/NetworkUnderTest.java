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

    /** For each input an array of its type: floats of -1 to 1, ids, small numbers, truth values. */
    Object[] samples(int n) {
        return schema.inputs().stream()
                .map(port -> schema.inputs().stream()
                        .filter(input -> input.lengths().equals(port.name()))
                        .findFirst()
                        .<Object>map(
                                input -> random.ints(n, 1, input.most() + 1).toArray())
                        .orElseGet(() -> values(port, n * port.size())))
                .toArray();
    }

    private Object values(Schema.Port port, int length) {
        int from = port.ids() > 0 ? 0 : -9;
        int to = port.ids() > 0 ? port.ids() : 10;
        return switch (port.type()) {
            case "int32" -> random.ints(length, from, to).toArray();
            case "int64" -> random.longs(length, from, to).toArray();
            case "bool" -> {
                boolean[] flags = new boolean[length];
                for (int k = 0; k < length; k++) {
                    flags[k] = random.nextBoolean();
                }
                yield flags;
            }
            default -> randomize(new float[length], 1);
        };
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
