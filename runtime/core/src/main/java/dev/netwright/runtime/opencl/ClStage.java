package dev.netwright.runtime.opencl;

import java.util.ArrayList;
import java.util.List;

/**
 * A stage as it is launched: on devices that work on tiles the packing of its right operands and one kernel, on others a kernel a step.
 * Arguments are set when the batch size or a buffer changes. Not thread-safe.
 */
final class ClStage {
    /** Work-items of a group where each has a point. */
    private static final int GROUP = 64;

    /** Columns of a packed panel. */
    private static final int PANEL = 16;

    private final LaunchTable.Stage stage;
    private final OpenClDevice device;
    private final List<ClKernel> parts = new ArrayList<>();
    private final List<ClKernel> packs = new ArrayList<>();
    private int boundTo;
    private int boundAt = -1;

    private ClStage(OpenClDevice device, LaunchTable.Stage stage) {
        this.stage = stage;
        this.device = device;
    }

    /** A stage with the packing of its operands. */
    static ClStage whole(OpenClDevice device, ClProgram program, LaunchTable.Stage stage) {
        ClStage made = packing(device, program, stage);
        made.kernels(program);
        return made;
    }

    /** The packing of a stage's operands alone. */
    static ClStage packing(OpenClDevice device, ClProgram program, LaunchTable.Stage stage) {
        ClStage made = new ClStage(device, stage);
        for (int k = 0; device.tiles() && k < stage.packs().size(); k++) {
            made.packs.add(new ClKernel(program, "pack", stage.node()));
        }
        return made;
    }

    /** A stage whose operands somebody else packs. */
    static ClStage unpacked(OpenClDevice device, ClProgram program, LaunchTable.Stage stage) {
        ClStage made = new ClStage(device, stage);
        made.kernels(program);
        return made;
    }

    private void kernels(ClProgram program) {
        for (int k = 0; k < (device.tiles() ? 1 : stage.points().size()); k++) {
            parts.add(new ClKernel(program, stage.kernel(), stage.node()));
        }
    }

    /** Floats that its packed operands take. */
    long panels(int n) {
        long floats = 0;
        for (LaunchTable.Pack pack : stage.packs()) {
            long panels = (pack.columns().at(n) - 1) / PANEL + 1;
            floats = Math.max(floats, pack.to() + panels * PANEL * pack.depth().at(n));
        }
        return floats;
    }

    /** Starts it; {@code draw} holds the halves of seed and step. */
    void launch(ClArrays arrays, int n, int[] draw) {
        boolean bound = boundTo == n && boundAt == arrays.changes();
        if (!bound) {
            bind(arrays, n);
        }
        if (!stage.streams().isEmpty()) {
            int at = 2 * stage.places().size() + stage.streams().size();
            for (ClKernel part : parts) {
                for (int k = 0; k < draw.length; k++) {
                    part.set(at + k, draw[k]);
                }
            }
        }
        pack(n);
        int rows = rows(n);
        if (device.tiles()) {
            int tile = device.tile(rows, stage.tile());
            parts.get(0).launch((rows - 1) / tile + 1, 1);
            return;
        }
        for (int k = 0; k < parts.size(); k++) {
            long points = rows * stage.points().get(k).at(n);
            parts.get(k).launch((points + GROUP - 1) / GROUP * GROUP, GROUP);
        }
    }

    private int rows(int n) {
        return Math.toIntExact((device.tiles() ? stage.tileRows() : stage.rows()).at(n));
    }

    /** Packs its right operands anew. */
    void pack(int n) {
        for (int k = 0; k < packs.size(); k++) {
            packs.get(k).launch((stage.packs().get(k).columns().at(n) - 1) / PANEL + 1, 1);
        }
    }

    /** Sets the arguments of what packs. */
    void bindPacks(ClArrays arrays, int n) {
        for (int k = 0; k < packs.size(); k++) {
            LaunchTable.Pack pack = stage.packs().get(k);
            ClKernel kernel = packs.get(k);
            kernel.set(0, arrays.get(pack.source().array()));
            kernel.set(1, pack.source().at(n));
            kernel.set(2, pack.row());
            kernel.set(3, pack.column());
            kernel.set(4, pack.depth().at(n));
            kernel.set(5, pack.columns().at(n));
            kernel.set(6, arrays.get("k"));
            kernel.set(7, pack.to());
        }
    }

    private void bind(ClArrays arrays, int n) {
        bindPacks(arrays, n);
        int rows = rows(n);
        for (int part = 0; part < parts.size(); part++) {
            ClKernel kernel = parts.get(part);
            int argument = 0;
            for (LaunchTable.Place place : stage.places()) {
                kernel.set(argument++, arrays.get(place.array()));
                kernel.set(argument++, place.at(n));
            }
            for (int stream : stage.streams()) {
                kernel.set(argument++, stream);
            }
            argument += stage.streams().isEmpty() ? 0 : 4;
            kernel.set(argument++, n);
            kernel.set(
                    argument++,
                    device.tiles() ? rows : rows * stage.points().get(part).at(n));
            kernel.set(argument++, device.tile(rows, stage.tile()));
            kernel.set(argument, part);
        }
        boundTo = n;
        boundAt = arrays.changes();
    }

    void close() {
        parts.forEach(ClKernel::close);
        packs.forEach(ClKernel::close);
    }
}
