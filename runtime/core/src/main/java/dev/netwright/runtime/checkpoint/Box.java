package dev.netwright.runtime.checkpoint;

import java.util.List;

/** Copies what two tensors of the same rank have both, with an offset along the first axis. */
final class Box {
    private final float[] from;
    private final float[] to;
    private final List<Integer> fromShape;
    private final List<Integer> toShape;

    private Box(float[] from, List<Integer> fromShape, float[] to, List<Integer> toShape) {
        this.from = from;
        this.fromShape = fromShape;
        this.to = to;
        this.toShape = toShape;
    }

    /** Copies row {@code fromRow} and those after it to row {@code toRow} and those after it, as far as both go along every axis. */
    static void copy(float[] from, TensorSpec source, int fromRow, float[] to, TensorSpec target, int toRow) {
        new Box(from, source.shape(), to, target.shape()).axis(0, source.offset(), fromRow, target.offset(), toRow);
    }

    private void axis(int axis, int fromAt, int fromRow, int toAt, int toRow) {
        if (axis == fromShape.size()) {
            to[toAt] = from[fromAt];
            return;
        }
        int count = Math.min(fromShape.get(axis) - fromRow, toShape.get(axis) - toRow);
        int fromStride = size(fromShape, axis + 1);
        int toStride = size(toShape, axis + 1);
        if (fromShape.subList(axis + 1, fromShape.size()).equals(toShape.subList(axis + 1, toShape.size()))) {
            System.arraycopy(from, fromAt + fromRow * fromStride, to, toAt + toRow * toStride, count * toStride);
            return;
        }
        for (int k = 0; k < count; k++) {
            axis(axis + 1, fromAt + (fromRow + k) * fromStride, 0, toAt + (toRow + k) * toStride, 0);
        }
    }

    private static int size(List<Integer> shape, int first) {
        return shape.subList(first, shape.size()).stream().reduce(1, Math::multiplyExact);
    }
}
