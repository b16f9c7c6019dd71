package dev.netwright.runtime.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Device;
import dev.netwright.runtime.HandWrittenModel;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which device is chosen, and what is said where there is none. */
class OpenClDevicesTest {
    private static DeviceFacts facts(String name, boolean gpu, int units) {
        return new DeviceFacts("handle", name, "Platform of " + name, "1", "1.2", !gpu, gpu, units, 8, 1, 1, 1);
    }

    private static final DeviceFacts SMALL = facts("Small", false, 2);
    private static final DeviceFacts LARGE = facts("Large", false, 64);
    private static final DeviceFacts GRAPHICS = facts("Graphics 2", true, 16);

    @Test
    void theBestByIndexOrByName() {
        List<DeviceFacts> devices = List.of(SMALL, LARGE, GRAPHICS);
        assertSame(GRAPHICS, OpenClDevices.choose(devices, ""));
        assertSame(LARGE, OpenClDevices.choose(List.of(SMALL, LARGE), ""));
        assertSame(SMALL, OpenClDevices.choose(devices, "0"));
        assertSame(GRAPHICS, OpenClDevices.choose(devices, "2"));
        assertSame(LARGE, OpenClDevices.choose(devices, "platform of la"));
        for (String wrong : new String[] {"3", "unknown", "-1", "99999999999"}) {
            String message = assertThrows(IllegalStateException.class, () -> OpenClDevices.choose(devices, wrong))
                    .getMessage();
            assertTrue(message.contains("'" + wrong + "'") && message.contains("Large"), message);
        }
    }

    @Test
    void devicesByText() {
        assertSame(Device.jvm(), Device.of("JVM"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Device.of("cuda"))
                .getMessage()
                .contains("'cuda'"));
        assertSame(Device.jvm(), HandWrittenModel.create(1).to(Device.jvm()).device());
        assertEquals("JVM", Device.jvm().toString());
    }

    /** A model without kernels stays on the JVM where it may choose, and says so where it may not. */
    @Test
    void aModelWithoutKernels() {
        HandWrittenModel model = HandWrittenModel.create(1);
        float[] x = new float[6];
        try (Device auto = Device.auto()) {
            model.to(auto);
            assertEquals(4, model.infer(new float[][] {x}, 1)[0].length);
            assertTrue(auto.toString().startsWith("auto (JVM: "), auto.toString());
        }
        try (OpenClDevice device = OpenClDevices.open(
                TinyNetwork.calls(), OpenClDevices.choose(new JoclCalls().devices(), ""), java.util.Optional.empty())) {
            String message = assertThrows(IllegalStateException.class, () -> model.to(device))
                    .getMessage();
            assertTrue(message.contains("has no OpenCL kernels"), message);
        }
    }

    /** Run in a JVM of its own. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) {
            try (Device device = Device.auto()) {
                System.out.println(Device.list() + " " + device);
            }
            try {
                Device.openCl().close();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private static String child(boolean jocl) throws Exception {
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(part -> jocl || !part.contains("jocl"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // JEP 472 warns of what JOCL does
        }
        command.addAll(List.of("-cp", path, Child.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OCL_ICD_VENDORS", "/nonexistent");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    @Test
    void withoutJoclOrDriverTheJvmDoesTheWork() throws Exception {
        for (boolean jocl : new boolean[] {false, true}) {
            String output = child(jocl);
            assertTrue(output.contains("[] auto (JVM: no OpenCL device: "), output);
            assertTrue(output.contains("apt-get install pocl-opencl-icd"), output);
            assertEquals(
                    1,
                    output.lines().filter(line -> line.startsWith("WARNING: ")).count(),
                    output);
            assertTrue(jocl || output.contains("JOCL is not on the class path"), output);
        }
    }
}
