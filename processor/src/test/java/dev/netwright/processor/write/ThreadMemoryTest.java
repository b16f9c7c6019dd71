package dev.netwright.processor.write;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.engine.Trainable;
import dev.netwright.runtime.engine.Workers;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model says that each thread keeps, against all arrays of floats that a new thread has kept when it is done. */
class ThreadMemoryTest {
    private static final String ENGINE = "dev.netwright.runtime.engine.";

    /** Enough samples for full tiles of planes of any size. */
    private static final int MANY = 600;

    /** What a thread runs. */
    private interface Body {
        void run() throws ReflectiveOperationException;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Input(9) Tensor x(); @Dense(7) @ReLU Tensor y();",
                "@Input({3, 9, 8}) Tensor x(); @Conv2D(value = 6, kernel = 3, same = true) Tensor a(); @MaxPool2D(2) Tensor b();"
                        + " @Conv2D(value = 140, kernel = 3) @ReLU Tensor c(); @Flatten Tensor d(); @Dense(3) Tensor y();",
                "@Input({48, 40, 30}) Tensor x(); @Conv2D(value = 20, kernel = 3) Tensor a(); @Conv2D(value = 5, kernel = 1) Tensor y();",
                "@Input({2, 13, 13}) Tensor x(); @Conv2D(value = 4, kernel = {2, 5}, stride = 2, dilation = 2) Tensor a();"
                        + " @ConvTranspose2D(value = 6, kernel = 4, stride = 3, groups = 2) Tensor y();",
                "@Input({12, 20, 20}) Tensor x(); @Conv2D(value = 24, kernel = 3, groups = 12, padding = 1) Tensor y();",
                "@Input({300, 519}) Tensor x(); @Conv1D(value = 3, kernel = 7) Tensor a(); @Conv1D(value = 2, kernel = 1) Tensor y();",
                "@Input({9, 5}) Tensor x(); @Input({5, 40}) Tensor z(); @MatMul Tensor a(Tensor x, Tensor z); @ReLU Tensor b();"
                        + " @Transpose({1, 0}) Tensor c(); @MatMul Tensor y(Tensor b, Tensor c);"
            })
    void isWhatTheyKeep(String nodes) throws ReflectiveOperationException {
        CompiledNetwork network = CompiledNetwork.of(
                "Kept",
                "package com.example; import dev.netwright.annotations.*; @Network interface Kept { " + nodes + " }");
        Model model = network.create("Kept", 1);
        long inference = kept(() -> {
            for (int n : new int[] {1, 3, MANY}) {
                model.infer(inputs(model, n), n);
            }
        });
        long training = kept(() -> {
            Trainable trainable = model.trainable();
            for (int n : new int[] {1, 3, MANY}) {
                trainable.forward(inputs(model, n), n, 1, 1);
                trainable.backward(new boolean[trainable.heads().size()]);
            }
        });
        near(constant(network, "INFERENCE_THREAD_BYTES"), 4 * inference);
        near(constant(network, "TRAINING_THREAD_BYTES"), 4 * training);
    }

    /** What is kept is at most what is said, and no less than nine tenths of it. */
    private static void near(long said, long kept) {
        assertTrue(kept <= said && kept >= said / 10 * 9, kept + " of " + said);
    }

    private static long constant(CompiledNetwork network, String name) throws ReflectiveOperationException {
        Field field = network.type("KeptModel").getDeclaredField(name);
        field.setAccessible(true);
        return field.getLong(null);
    }

    private static Object[] inputs(Model model, int n) {
        return model.schema().inputs().stream()
                .map(input -> new float[n * input.size()])
                .toArray();
    }

    /** Floats that a thread keeps for itself when it has run this, all tiles on its own. */
    private static long kept(Body body) throws ReflectiveOperationException {
        int threads = Workers.threads();
        long[] floats = new long[1];
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                body.run();
                Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                for (String owner : new String[] {"ConvolutionCall", "MatMul"}) {
                    for (Field field : Class.forName(ENGINE + owner).getDeclaredFields()) {
                        if (field.getType() == ThreadLocal.class) {
                            field.setAccessible(true);
                            floats[0] += floats(((ThreadLocal<?>) field.get(null)).get(), seen);
                        }
                    }
                }
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                failure.set(e);
            }
        });
        try {
            Workers.threads(1);
            thread.start();
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            Workers.threads(threads);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        return floats[0];
    }

    /** Elements of all arrays of floats that an object of the engine leads to. */
    private static long floats(Object object, Set<Object> seen) throws ReflectiveOperationException {
        if (object == null || !seen.add(object)) {
            return 0;
        }
        if (object instanceof float[] array) {
            return array.length;
        }
        long floats = 0;
        if (object instanceof Object[] array) {
            for (Object element : array) {
                floats += floats(element, seen);
            }
        } else if (object.getClass().getName().startsWith(ENGINE)
                && !object.getClass().isHidden()) {
            for (Field field : object.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    floats += floats(field.get(object), seen);
                }
            }
        }
        return floats;
    }
}
