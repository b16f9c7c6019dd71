package dev.netwright.runtime.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.runtime.Model;
import dev.netwright.runtime.checkpoint.CheckpointManager;
import dev.netwright.runtime.checkpoint.Durability;
import dev.netwright.runtime.checkpoint.SaveOptions;
import dev.netwright.runtime.checkpoint.TrainingState;
import dev.netwright.runtime.data.Dataset;
import dev.netwright.runtime.engine.Head;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twenty epochs at once, and twenty epochs that are killed at random steps and resumed by new trainers of new models: the same bits, for every
 * optimizer and schedule there is. One that is added later is found here by itself, or its absence fails the test.
 */
class ResumeEverywhereTest {
    private static final int EPOCHS = 20;
    private static final int SMALL = 16;

    /** A training to be killed. */
    private record Case(String name, int batchSize, boolean buffers, UnaryOperator<Trainer<Model>> settings) {
        Case(String name, int batchSize, UnaryOperator<Trainer<Model>> settings) {
            this(name, batchSize, false, settings);
        }

        Trainer<Model> trainer(long modelSeed) {
            TestModel.Sizes sizes = new TestModel.Sizes(4, 12, 3, Head.Activation.NONE, 0.3f);
            TestModel plain = TestModel.create(sizes, modelSeed);
            Model model = buffers ? new RunningStatisticsTest.Following(plain) : plain;
            return settings.apply(
                    Trainer.of(model, Loss.crossEntropy()).batchSize(batchSize).seed(5));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All classes of the runtime's training. */
    private static List<Class<?>> classes() throws Exception {
        Path root = Path.of(Trainer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("dev/netwright/runtime/train"))) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".class") && !name.contains("-")) {
                    classes.add(Class.forName("dev.netwright.runtime.train." + name.replaceFirst("\\.class$", "")));
                }
            }
        }
        assertTrue(classes.contains(Adam.class));
        return classes;
    }

    /** Every optimizer that has a factory by its learning rate. */
    private static List<Optimizer> optimizers() throws Exception {
        List<Optimizer> found = new ArrayList<>();
        for (Class<?> each : classes()) {
            for (Method method : each.getDeclaredMethods()) {
                if (method.getName().equals("of")
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {float.class})
                        && Optimizer.class.isAssignableFrom(method.getReturnType())) {
                    found.add((Optimizer) method.invoke(null, 1e-2f));
                }
            }
        }
        found.add(Sgd.of(1e-2f).withNesterov(0.9f));
        found.add(RmsProp.of(1e-3f).withMomentum(0.9f).withCentered(true));
        return found;
    }

    private static List<Schedule> schedules() {
        return List.of(
                Schedule.constant(),
                Schedule.step(3, 0.5),
                Schedule.multiStep(0.3, 4, 9),
                Schedule.exponential(0.9),
                Schedule.cosine(20, 1e-4),
                Schedule.cosineRestarts(3, 2, 1e-4),
                Schedule.warmup(20, 0.25f),
                Schedule.oneCycle(160),
                Schedule.of("mine", (r, t) -> r / (1 + t)),
                Schedule.cosine(10).then(10, Schedule.constant()),
                Schedule.exponential(0.9).withWarmup(30),
                Plateau.ofLoss().withPatience(0).withThreshold(0.05).withFactor(0.5f),
                Plateau.ofLoss().on(Metric.ACCURACY).withPatience(1).withPause(1));
    }

    static Stream<Case> cases() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Optimizer optimizer : optimizers()) {
            int batch = optimizer instanceof Lbfgs ? 120 : SMALL; // it wants all data in one batch
            cases.add(new Case(optimizer.toString(), batch, trainer -> trainer.optimizer(optimizer)));
        }
        for (Schedule schedule : schedules()) {
            cases.add(new Case(
                    schedule.describe(),
                    SMALL,
                    trainer -> trainer.optimizer(AdamW.of(1e-2f)).schedule(schedule)));
        }
        Supplier<EarlyStopping> stopping = () -> EarlyStopping.patience(2).withMinDelta(0.01);
        cases.add(new Case("early stopping", SMALL, trainer -> trainer.earlyStopping(stopping.get())));
        cases.add(new Case("accumulation", 8, trainer -> trainer.accumulate(4)));
        cases.add(new Case(
                "groups, clipping",
                SMALL,
                trainer -> trainer.clip(Clipping.norm(0.5f))
                        .groups(ParameterGroup.named("output.*").withRateFactor(0.5f))));
        cases.add(new Case("in order, by batches of 7", 7, trainer -> trainer.shuffle(false)));
        cases.add(new Case("running statistics", SMALL, true, trainer -> trainer.accumulate(2)));
        return cases.stream();
    }

    @Test
    void everyScheduleIsAmongThem() throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        for (Method method : Schedule.class.getDeclaredMethods()) {
            if (java.lang.reflect.Modifier.isStatic(method.getModifiers())
                    && java.lang.reflect.Modifier.isPublic(method.getModifiers())
                    && method.getReturnType() == Schedule.class
                    && !method.getName().equals("of")
                    && schedules().stream().noneMatch(s -> s.describe().startsWith(method.getName()))) {
                missing.add(method.getName());
            }
        }
        for (Class<?> each : classes()) {
            if (Schedule.class.isAssignableFrom(each)
                    && !each.isInterface()
                    && schedules().stream().noneMatch(s -> s.getClass() == each)) {
                missing.add(each.getSimpleName());
            }
        }
        assertEquals(new TreeSet<>(), missing, "add these to schedules()");
    }

    @Test
    void everyOptimizerIsAmongThem() throws Exception {
        TreeSet<String> missing = new TreeSet<>();
        List<Class<?>> tried = new ArrayList<>();
        for (Optimizer optimizer : optimizers()) {
            tried.add(optimizer.getClass());
        }
        for (Class<?> each : classes()) {
            if (Optimizer.class.isAssignableFrom(each)
                    && !java.lang.reflect.Modifier.isAbstract(each.getModifiers())
                    && !tried.contains(each)) {
                missing.add(each.getSimpleName());
            }
        }
        assertEquals(new TreeSet<>(), missing, "add these to optimizers()");
        assertTrue(tried.contains(Adam.class) && tried.contains(Lbfgs.class));
    }

    /** Stands for SIGKILL: no exception that anyone handles. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private record KillAfter(int[] left) implements Progress {
        @Override
        public void epochStarts(int epoch, int epochs, long samples) {}

        @Override
        public void batchDone(long samples, double loss) {
            if (--left[0] == 0) {
                throw new Killed();
            }
        }

        @Override
        public void epochEnds(EpochReport report) {}
    }

    private static CheckpointManager manager(Path dir, Random random) {
        CheckpointManager manager = CheckpointManager.in(dir)
                .keepLast(2)
                .keepBest(Metric.LOSS)
                .everyEpochs(1)
                .options(SaveOptions.DEFAULT.durability(Durability.FAST)); // the power stays on here
        if (random.nextBoolean()) {
            manager.everySteps(1 + random.nextInt(9));
        }
        if (random.nextInt(3) == 0) {
            manager.files("{step}-{epoch}.json");
        }
        return random.nextInt(3) == 0 ? manager.asynchronous() : manager;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void killedAndResumedIsTheSame(Case each, @TempDir Path dir) throws IOException {
        Dataset.Split data = TrainerTest.iris();
        int runs = Integer.getInteger("netwright.resumes", 2);
        Trainer<Model> straight = each.trainer(1);
        straight.fit(data.train(), data.test(), EPOCHS);
        Random random = new Random(each.name().hashCode() + Long.getLong("netwright.seed", 1));
        for (int run = 0; run < runs; run++) {
            Path folder = dir.resolve("run" + run);
            int batches = straight.epoch() * (119 / each.batchSize() + 1);
            int[] left = {1 + random.nextInt(batches)};
            String message = each + ", killed after " + left[0] + " of " + batches + " batches";
            Trainer<Model> first =
                    each.trainer(1).checkpoints(manager(folder, random)).progress(new KillAfter(left));
            assertThrows(Killed.class, () -> first.fit(data.train(), data.test(), EPOCHS), message);
            int[] again = {1 + random.nextInt(batches)};
            Trainer<Model> second =
                    each.trainer(run + 10).checkpoints(manager(folder, random)).progress(new KillAfter(again));
            if (resume(second, folder)) {
                try {
                    second.fit(data.train(), data.test(), EPOCHS);
                } catch (Killed e) {
                    message += ", and after " + again[0] + " more";
                }
                second.progress(Progress.none());
            }
            Trainer<Model> last = each.trainer(run + 20).checkpoints(manager(folder, random));
            if (!resume(last, folder)) {
                last = each.trainer(1); // killed before the first checkpoint: it starts anew
            }
            last.fit(data.train(), data.test(), EPOCHS);
            assertSame(straight, last, message);
        }
    }

    private static boolean resume(Trainer<Model> trainer, Path folder) throws IOException {
        boolean any = CheckpointManager.in(folder).latest().isPresent();
        trainer.resumeOrStart(folder);
        assertEquals(any, trainer.steps() > 0 || trainer.position() > 0);
        return any;
    }

    static void assertSame(Trainer<?> expected, Trainer<?> found, String message) {
        assertArrayEquals(
                expected.model().parameterStore().values(),
                found.model().parameterStore().values(),
                message);
        assertArrayEquals(
                expected.model().bufferStore().values(),
                found.model().bufferStore().values(),
                message);
        TrainingState a = expected.state();
        TrainingState b = found.state();
        assertEquals(a.history(), b.history(), message);
        assertEquals(a.position(), b.position(), message);
        assertEquals(a.step(), b.step(), message);
        assertEquals(a.steps(), b.steps(), message);
        assertEquals(a.learningRate(), b.learningRate(), message);
        assertEquals(a.bestLoss(), b.bestLoss(), message);
        assertEquals(a.bestAccuracy(), b.bestAccuracy(), message);
        for (String slot : a.optimizer().slots().keySet()) {
            assertArrayEquals(
                    a.optimizer().slots().get(slot), b.optimizer().slots().get(slot), message);
        }
    }
}
