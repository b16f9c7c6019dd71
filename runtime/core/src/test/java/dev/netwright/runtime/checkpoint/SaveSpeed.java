package dev.netwright.runtime.checkpoint;

import dev.netwright.runtime.checkpoint.Checkpoints.Contents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a save of the demo costs, beside the bare write, force, rename and directory force of the same bytes, turn by turn: medians of
 * the rounds after the first tenth. A program, not a test: what it prints depends on the machine and its disk. Arguments: a directory on
 * the disk to measure, and how many rounds. How to run it stands in {@code docs/reliability.md}.
 */
public final class SaveSpeed {
    private SaveSpeed() {}

    /** What is measured. */
    private interface Way {
        void save() throws IOException;
    }

    /** Prints a line for each format. */
    @SuppressWarnings("SystemOut") // what a program prints
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "save-speed");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        System.out.printf(
                Locale.ROOT,
                "%-12s %9s %8s %8s %6s %8s %12s %8s%n",
                "format",
                "bytes",
                "bare ms",
                "save ms",
                "ratio",
                "paired",
                "unverified",
                "FAST");
        Contents demo = Samples.random(Samples.demo(), 1);
        for (Format format : Format.values()) {
            measure(directory, format, demo, rounds);
        }
        Files.delete(directory);
    }

    private static void measure(Path directory, Format format, Contents demo, int rounds) throws IOException {
        byte[] bytes = Samples.bytes(demo, format, Samples.DATED);
        Path bare = directory.resolve("bare");
        Path saved = directory.resolve("saved" + format.extension());
        Path other = directory.resolve("other" + format.extension());
        Way[] ways = {
            () -> bare(directory, bare, bytes),
            () -> Checkpoints.save(saved, demo, Samples.DATED),
            () -> Checkpoints.save(other, demo, Samples.DATED.verifyBelow(0)),
            () -> Checkpoints.save(other, demo, Samples.DATED.durability(Durability.FAST))
        };
        double[][] times = new double[ways.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.length; turn++) {
                int way = (turn + round) % ways.length;
                long before = System.nanoTime();
                ways[way].save();
                times[way][round] = (System.nanoTime() - before) / 1e6;
            }
        }
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, round -> times[1][round] / times[0][round]);
        System.out.printf(
                Locale.ROOT,
                "%-12s %9d %8.2f %8.2f %6.2f %8.2f %12.2f %8.2f%n",
                format,
                bytes.length,
                median(times[0]),
                median(times[1]),
                median(times[1]) / median(times[0]),
                median(ratios),
                median(times[2]),
                median(times[3]));
        for (Path file : new Path[] {bare, saved, other}) {
            Files.delete(file);
        }
    }

    private static void bare(Path directory, Path file, byte[] bytes) throws IOException {
        Path sibling = directory.resolve("bare.new");
        try (FileChannel channel = FileChannel.open(sibling, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(sibling, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static double median(double[] runs) {
        double[] measured = Arrays.stream(runs).skip(runs.length / 10).sorted().toArray();
        return (measured[(measured.length - 1) / 2] + measured[measured.length / 2]) / 2;
    }
}
