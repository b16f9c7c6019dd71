package dev.netwright.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.engine.Engine;
import dev.netwright.runtime.engine.Predicting;
import dev.netwright.runtime.engine.Trainable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the wrapper promises: lengths checked, released once, said so after; and the cache of programs. */
class OpenClDeviceTest {
    private final TinyNetwork network = new TinyNetwork();
    private final Calls calls = TinyNetwork.calls();

    private OpenClDevice device() {
        return TinyNetwork.device(calls, Optional.empty());
    }

    @Test
    void computesWhatTheJvmDoes() {
        try (OpenClDevice device = device()) {
            Engine engine = network.on(device);
            assertArrayEquals(network.expected(), network.predict(engine), 1e-6f);
            float[] found = TinyNetwork.gradients(network.training(engine), network.x);
            float[] expected = TinyNetwork.gradients(network.model.trainable(), network.x);
            assertArrayEquals(expected, found, 1e-4f);
        }
    }

    /** New weights are seen by plans that were made before. */
    @Test
    void weightsAreUploadedWhenChanged() {
        try (OpenClDevice device = device()) {
            Engine engine = network.on(device);
            network.predict(engine);
            network.model.parameterStore().values()[7] += 1;
            network.model.parameterStore().changed();
            assertArrayEquals(network.expected(), network.predict(engine), 1e-6f);
        }
    }

    @Test
    void severalThreadsPredict() {
        try (OpenClDevice device = device()) {
            Engine engine = network.on(device);
            float[] expected = network.predict(engine);
            IntStream.range(0, 200).parallel().forEach(k -> assertArrayEquals(expected, network.predict(engine)));
        }
    }

    @Test
    void transfersOfWrongLengths() {
        try (OpenClDevice device = device()) {
            ClBuffer buffer = new ClBuffer(device.session(), "test", 10);
            float[] nine = new float[9];
            float[] twenty = new float[20];
            for (int[] wrong : new int[][] {{0, 0, 10}, {0, -1, 5}, {0, 5, 5}, {-1, 0, 2}, {0, 0, -1}, {5, 0, 6}}) {
                float[] array = wrong[2] == 6 ? twenty : nine;
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.write(wrong[0], array, wrong[1], wrong[2]));
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.read(wrong[0], array, wrong[1], wrong[2]));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.read(Long.MAX_VALUE - 2, twenty, 0, 5));
            buffer.write(1, nine, 0, 9);
            Engine engine = network.on(device);
            Predicting plan = engine.predicting();
            Object[] inputs = {new float[11]};
            float[][] outputs = {new float[8]};
            assertThrows(
                    IndexOutOfBoundsException.class, () -> plan.predict(inputs, new int[1], 2, outputs, new int[1]));
            Object[] enough = {new float[12]};
            float[][] few = {new float[7]};
            assertThrows(IndexOutOfBoundsException.class, () -> plan.predict(enough, new int[1], 2, few, new int[1]));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> network.training(engine).forward(inputs, 2, 0, 0));
            assertArrayEquals(network.expected(), network.predict(engine), 1e-6f);
        }
    }

    @Test
    void closedTwiceAndUsedAfter() {
        int before = ClSession.live();
        OpenClDevice device = device();
        Engine engine = network.on(device);
        Predicting plan = engine.predicting();
        Trainable training = network.training(engine);
        ClBuffer buffer = new ClBuffer(device.session(), "test", 10);
        ClBuffer closed = new ClBuffer(device.session(), "closed", 10);
        closed.close();
        closed.close();
        String message = assertThrows(IllegalStateException.class, () -> closed.write(0, new float[1], 0, 1))
                .getMessage();
        assertEquals("closed is closed", message);
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> closed.read(0, new float[1], 0, 1))
                        .getMessage());
        device.close();
        device.close();
        buffer.close();
        assertEquals(before, ClSession.live());
        float[] out = new float[4];
        for (Runnable use : List.<Runnable>of(
                () -> network.predict(engine),
                () -> plan.predict(new Object[] {network.x}, new int[1], 1, new float[][] {out}, new int[1]),
                () -> plan.reserve(4),
                () -> training.forward(new Object[] {network.x}, 5, 0, 0),
                () -> buffer.write(0, new float[10], 0, 10),
                () -> network.on(device),
                device::finish)) {
            String text = assertThrows(IllegalStateException.class, use::run).getMessage();
            assertTrue(text.startsWith("the OpenCL device ") && text.endsWith(" is closed"), text);
        }
    }

    @Test
    void closesWhileOthersPredict() {
        OpenClDevice device = device();
        Engine engine = network.on(device);
        float[] expected = network.predict(engine);
        IntStream.range(0, 64).parallel().forEach(k -> {
            if (k == 40) {
                device.close();
                return;
            }
            try {
                assertArrayEquals(expected, network.predict(engine));
            } catch (IllegalStateException e) {
                assertTrue(e.getMessage().endsWith(" is closed"), e.getMessage());
            }
        });
        device.close();
    }

    /** Nobody closed it, nobody can: the cleaner does. */
    @Test
    void forgottenObjectsAreReleased() throws InterruptedException {
        try (OpenClDevice device = device()) {
            int before = ClSession.live();
            for (int k = 0; k < 10; k++) {
                new ClBuffer(device.session(), "forgotten", 10);
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (ClSession.live() > before && System.nanoTime() < end) {
                System.gc();
                Thread.sleep(10);
            }
            assertEquals(before, ClSession.live());
        }
    }

    @Test
    void aKernelThatDoesNotCompile() {
        int before = ClSession.live();
        try (OpenClDevice device = device()) {
            String damaged = TinyNetwork.kernels().replace("        map1(", "        map1_(");
            OpenClException e = assertThrows(OpenClException.class, () -> network.on(device, damaged));
            assertEquals("clBuildProgram", e.call());
            assertTrue(e.getMessage().contains("map1_"), e.getMessage());
            assertTrue(e.getMessage().contains("HandWritten"), e.getMessage());
            assertTrue(e.getMessage().contains(device.name()), e.getMessage());
            String missing = TinyNetwork.kernels().replace("void k_output3(", "void k_other(");
            Engine engine = network.on(device, missing);
            OpenClException kernel = assertThrows(OpenClException.class, () -> network.training(engine));
            assertTrue(kernel.getMessage().contains("k_output"), kernel.getMessage());
        }
        assertEquals(before, ClSession.live());
    }

    @Test
    void programsAreKeptAndDamagedOnesCompiledAgain(@TempDir Path cache) throws Exception {
        float[] expected = network.expected();
        for (int round = 0; round < 3; round++) {
            try (OpenClDevice device = TinyNetwork.device(calls, Optional.of(cache))) {
                assertArrayEquals(expected, network.predict(network.on(device)), 1e-6f);
            }
        }
        Path file;
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            file = all.get(0);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 32, 33, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (OpenClDevice device = TinyNetwork.device(calls, Optional.of(cache))) {
                assertArrayEquals(expected, network.predict(network.on(device)), 1e-6f);
            }
        }
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 4;
        Files.write(file, flipped);
        try (OpenClDevice device = TinyNetwork.device(calls, Optional.of(cache))) {
            assertArrayEquals(expected, network.predict(network.on(device)), 1e-6f);
        }
        assertFalse(java.util.Arrays.equals(flipped, Files.readAllBytes(file)), "the damaged file was replaced");
        Path nowhere = Files.writeString(cache.resolve("file"), "").resolve("below");
        try (OpenClDevice device = TinyNetwork.device(calls, Optional.of(nowhere))) {
            assertArrayEquals(expected, network.predict(network.on(device)), 1e-6f);
        }
    }

    @Test
    void kernelsOfAnotherVersion() {
        try (OpenClDevice device = device()) {
            String other = TinyNetwork.kernels().replace("//: netwright 1 ", "//: netwright 9 ");
            assertThrows(IllegalArgumentException.class, () -> network.on(device, other));
        }
    }
}
