package dev.netwright.runtime.opencl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds OpenCL devices. What is missing, JOCL, its native library, a driver or a device, is told with what to install. */
public final class OpenClDevices {
    private static final String INSTALL =
            "Processors: PoCL (Debian and Ubuntu: apt-get install pocl-opencl-icd). Graphics "
                    + "processors: the vendor's driver. JOCL: the dependency org.jocl:jocl:2.0.6";

    private OpenClDevices() {}

    /** The devices, or why there are none. */
    record Found(List<DeviceFacts> devices, String problem) {}

    static Found find(Calls calls) {
        try {
            List<DeviceFacts> devices = calls.devices();
            return new Found(devices, devices.isEmpty() ? "OpenCL has no platform with a device" : "");
        } catch (OpenClException e) {
            return new Found(List.of(), e.getMessage());
        }
    }

    private static Found find() {
        try {
            return find(new JoclCalls());
        } catch (NoClassDefFoundError e) {
            return new Found(List.of(), "JOCL is not on the class path");
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
            return new Found(List.of(), "JOCL's native library could not be loaded: " + firstLine(e));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /** A line for each device, in the order of their indices. */
    public static List<String> list() {
        List<DeviceFacts> devices = find().devices();
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < devices.size(); k++) {
            lines.add(k + ": " + devices.get(k));
        }
        return lines;
    }

    /**
     * Opens a device.
     *
     * @param choice its index, a part of its name or its platform's, or empty for the best: a graphics processor where there is one
     * @throws IllegalStateException where there is none such; says what was tried and what to install
     */
    public static OpenClDevice open(String choice) {
        Found found = find();
        if (found.devices().isEmpty()) {
            throw new IllegalStateException("no OpenCL device: " + found.problem() + ". " + INSTALL);
        }
        return open(new JoclCalls(), choose(found.devices(), choice), ProgramCaches.usual());
    }

    /** Floating-point operations of a sample's forward pass, estimated when the kernels were written. */
    public static long work(String kernels) {
        return LaunchTable.parse(kernels).inference().work();
    }

    static OpenClDevice open(Calls calls, DeviceFacts facts, Optional<Path> cache) {
        return new OpenClDevice(calls, facts, new ProgramCache(cache));
    }

    static DeviceFacts choose(List<DeviceFacts> devices, String choice) {
        if (choice.isEmpty()) {
            return devices.stream()
                    .max(Comparator.comparing(DeviceFacts::gpu).thenComparing(DeviceFacts::units))
                    .orElseThrow();
        }
        if (choice.chars().allMatch(c -> c >= '0' && c <= '9') && choice.length() < 6) {
            int index = Integer.parseInt(choice);
            if (index < devices.size()) {
                return devices.get(index);
            }
        }
        String wanted = choice.toLowerCase(Locale.ROOT);
        return devices.stream()
                .filter(d ->
                        (d.name() + " " + d.platform()).toLowerCase(Locale.ROOT).contains(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no OpenCL device '" + choice + "': expected an index of 0 to "
                                + (devices.size() - 1) + " or a part of a name, found " + devices));
    }
}
