package dev.netwright.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures contenders side by side: after a warm-up each has its turn in every round, and its time is the median over the rounds. So what
 * the machine does otherwise meets all of them alike. System properties: {@code rounds} (15), {@code warmup} seconds a contender (2),
 * {@code turn} milliseconds (100). On a busy machine {@code -Dclock=cpu} counts the calling thread's processor time instead: then only the
 * contenders on one thread, {@code 1T}, are measured.
 */
final class Rounds {
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final long WARMUP = Integer.getInteger("warmup", 2) * 1_000_000_000L;
    private static final long TURN = Integer.getInteger("turn", 100) * 1_000_000L;

    private static final boolean CPU = "cpu".equals(System.getProperty("clock"));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Rounds() {}

    private static long now() {
        return CPU ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    /** Microseconds a call, by name; closes the contenders. */
    static Map<String, Double> medians(List<? extends Contender> all) throws Exception {
        List<? extends Contender> contenders =
                CPU ? all.stream().filter(c -> c.name().endsWith(" 1T")).toList() : all;
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            turn(contender, WARMUP);
            times.put(contender.name(), new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contender contender : contenders) {
                turn(contender, TURN / 10);
                times.get(contender.name()).add(turn(contender, TURN));
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            double[] sorted = times.get(contender.name()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            medians.put(contender.name(), sorted[sorted.length / 2]);
            contender.close();
        }
        return medians;
    }

    /** Calls until so many nanoseconds have passed; microseconds a call. */
    private static double turn(Contender contender, long nanos) throws Exception {
        long start = now();
        long now;
        long calls = 0;
        int burst = 1;
        do {
            for (int k = 0; k < burst; k++) {
                contender.call();
            }
            calls += burst;
            now = now();
            burst = (int) Math.max(1, Math.min(1000, calls * 20_000 / Math.max(1, now - start)));
        } while (now - start < nanos);
        return (now - start) / 1e3 / calls;
    }

    /** The best of those whose name starts so; NaN where there is none. */
    static double best(Map<String, Double> times, String prefix) {
        return times.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .min()
                .orElse(Double.NaN);
    }

    /** A line of the table: name, times, ratios to the best of Netwright's. */
    static void print(String row, Map<String, Double> times, String... peers) {
        StringBuilder line = new StringBuilder("| " + row + " |");
        double own = best(times, "netwright");
        times.forEach((name, micros) -> line.append(' ').append(figure(micros)).append(" |"));
        for (String peer : peers) {
            double time = best(times, peer);
            line.append(Double.isNaN(time) ? " - |" : String.format(" **%.2f** |", time / own));
        }
        System.out.println(line);
    }

    /** The head of a table. */
    static void head(Iterable<String> names, String... peers) {
        List<String> cells = new ArrayList<>(List.of(""));
        names.forEach(cells::add);
        Arrays.stream(peers).map(peer -> peer + " / netwright").forEach(cells::add);
        System.out.println("| " + String.join(" | ", cells) + " |");
        System.out.println("|" + "---|".repeat(cells.size()));
    }

    private static String figure(double micros) {
        return micros < 100 ? String.format("%.1f", micros) : String.format("%,.0f", micros);
    }

    /** What ran. */
    static void machine() {
        System.out.println("JDK " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, vector module "
                + (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? "there" : "not there")
                + "; µs " + (CPU ? "of processor time " : "") + "a call, medians of " + ROUNDS + " rounds");
    }
}
