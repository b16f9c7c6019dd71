package dev.netwright.benchmarks;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import dev.netwright.runtime.Model;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network as each side has it.
 *
 * @param name letter in the tables
 * @param shape shape of a sample
 * @param model makes Netwright's
 * @param block makes DJL's
 */
record Subject(String name, long[] shape, Supplier<Model> model, Supplier<Block> block) {
    static final int CLASSES = 10;

    static List<Subject> all() {
        return List.of(
                new Subject("a", new long[] {784}, () -> Networks_AModel.create(1), () -> perceptron(128, 64)),
                new Subject("b", new long[] {784}, () -> Networks_BModel.create(1), () -> perceptron(512, 256, 128)),
                new Subject("c", new long[] {3, 32, 32}, () -> Networks_CModel.create(1), Subject::c),
                new Subject("d", new long[] {1, 28, 28}, () -> Networks_DModel.create(1), Subject::d));
    }

    /** Those named in the first argument, or all. */
    static List<Subject> chosen(String[] args) {
        return args.length == 0
                ? all()
                : all().stream().filter(s -> args[0].contains(s.name)).toList();
    }

    /** Floats of a sample. */
    int size() {
        long size = 1;
        for (long extent : shape) {
            size *= extent;
        }
        return (int) size;
    }

    /** Shape of a batch. */
    long[] batch(int n) {
        long[] batch = new long[shape.length + 1];
        batch[0] = n;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        return batch;
    }

    private static SequentialBlock perceptron(int... hidden) {
        SequentialBlock block = new SequentialBlock();
        for (int units : hidden) {
            dense(block, units).add(Activation::relu);
        }
        return dense(block, CLASSES);
    }

    private static SequentialBlock c() {
        SequentialBlock block = new SequentialBlock();
        convolution(block, 32, 3, 1, 1);
        convolution(block, 64, 3, 2, 1);
        convolution(block, 128, 3, 2, 1);
        block.add(Blocks.batchFlattenBlock());
        dense(block, 256).add(Activation::relu);
        return dense(block, CLASSES);
    }

    private static SequentialBlock d() {
        SequentialBlock block = new SequentialBlock();
        convolution(block, 32, 5, 1, 2).add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        convolution(block, 64, 5, 1, 2).add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        block.add(Blocks.batchFlattenBlock());
        dense(block, 128).add(Activation::relu);
        return dense(block, CLASSES);
    }

    private static SequentialBlock dense(SequentialBlock block, int units) {
        return block.add(Linear.builder().setUnits(units).build());
    }

    private static SequentialBlock convolution(
            SequentialBlock block, int filters, int kernel, int stride, int padding) {
        return block.add(Conv2d.builder()
                        .setFilters(filters)
                        .setKernelShape(new Shape(kernel, kernel))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(padding, padding))
                        .build())
                .add(Activation::relu);
    }
}
