package dev.netwright.runtime.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The innermost loops in the form of the Vector API, {@code jdk.incubator.vector}. The class that has them is compiled apart and loaded
 * only where the JVM was started with {@code --add-modules jdk.incubator.vector}; nobody else meets a reference to that module.
 *
 * <p>Kernels of the Vector API are slow by orders of magnitude until C2 has compiled them, and on a bad day stay so. So the plain ones
 * serve until a thread in the background has seen these run at their rate ({@link VectorTrial}). Both sum in the same order with
 * {@link Math#fma}, so the moment of the change shows in no bit. The system property {@value #PROPERTY}: {@code true} takes them at once,
 * {@code false} never.
 */
abstract class VectorKernels {
    /** Name of the system property. */
    static final String PROPERTY = "netwright.vector";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String CLASS = "dev.netwright.runtime.engine.VectorTiles";
    private static final Logger LOG = System.getLogger("dev.netwright.runtime");

    /** The kernels that products take; null where the plain ones do. */
    private static volatile @Nullable VectorKernels inUse;

    static {
        String choice = System.getProperty(PROPERTY, "");
        VectorKernels found = choice.equals("false") ? null : find();
        if (found != null && choice.equals("true")) {
            inUse = found;
        } else if (found != null) {
            VectorTrial.start(found);
        }
    }

    /** The kernels to use from now on; null where the plain ones serve. */
    static @Nullable VectorKernels inUse() {
        return inUse;
    }

    /** The trial is over. */
    static void decide(VectorKernels kernels, boolean fast, String figures) {
        if (fast) {
            inUse = kernels;
            LOG.log(Level.DEBUG, "vector kernels in use: {0}", figures);
        } else {
            LOG.log(Level.WARNING, "the vector kernels stayed slow, the plain ones go on: {0}", figures);
        }
    }

    private static @Nullable VectorKernels find() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            LOG.log(Level.DEBUG, "plain kernels; faster ones with --add-modules {0}", MODULE);
            return null;
        }
        VectorKernels.class.getModule().addReads(module.get());
        try {
            Object kernels = Class.forName(CLASS).getDeclaredConstructor().newInstance();
            return (VectorKernels) kernels;
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.log(Level.WARNING, "plain kernels, since those of " + MODULE + " cannot be loaded", e);
            return null;
        }
    }

    /** Columns of a strip: those of two vectors. */
    abstract int width();

    /**
     * 6, 4, 2 or 1 rows of a strip of c: {@code c[cAt + r * cRow + j] (+)= sum over k of a[aAt + r * aRow + k * aColumn] * b[bAt + k * width + j]}.
     *
     * @param load whether c's values are the start of the sums
     */
    abstract void tile(
            int rows,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cRow,
            boolean load,
            int depth);

    /** One row of four strips, which lie {@code strip} floats apart in b and side by side in c. */
    abstract void row(
            float[] a,
            int aAt,
            int aColumn,
            float[] b,
            int bAt,
            int strip,
            float[] c,
            int cAt,
            boolean load,
            int depth);

    /** Row k - first of a strip, for numbers k {@code first} to {@code end}, from {@code fromAt + offsets[k]} on. */
    abstract void gather(float[] from, int fromAt, int[] offsets, int first, int end, float[] to);

    /** Six rows of c, side by side from its start on: row r is the sum over k of {@code a[rows[r] + places[k]]} times row k of the strip at bAt. */
    abstract void windows(float[] a, int[] rows, int[] places, float[] b, int bAt, float[] c, boolean load, int depth);

    /** Copies {@code rows} rows of a strip's width, {@code stride} floats apart, one behind the other. */
    abstract void copy(float[] from, int fromAt, int stride, float[] to, int toAt, int rows);
}
