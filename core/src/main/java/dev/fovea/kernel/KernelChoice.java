package dev.fovea.kernel;

import java.lang.System.Logger.Level;

/** Which kernels this JVM can run. */
public final class KernelChoice {
    private static final String PROPERTY = "fovea.kernels";

    private static final boolean VECTORS =
            !asked() && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private KernelChoice() {}

    /** Made when they are asked for, as that takes long. */
    private static final class Best {
        private static final Kernels KERNELS = choose();
    }

    /**
     * The fastest kernels there are here: SIMD where the module {@code jdk.incubator.vector} was added and the
     * property {@code fovea.kernels} is not {@code reference}.
     */
    public static Kernels best() {
        return Best.KERNELS;
    }

    /** Those for the first images of a large network: they are compiled at once, though never as fast. */
    public static Kernels cold() {
        return vectors() ? new ColdKernels() : best();
    }

    /** Whether those have SIMD. */
    public static boolean vectors() {
        return VECTORS;
    }

    /**
     * Has the JVM compile those that predictions of large networks need, where they have SIMD: in a second, or when
     * somebody waits.
     */
    public static void warmUp() {
        if (vectors()) {
            WarmUp.start();
        }
    }

    /** Has the JVM compile what {@link #cold} needs; to be called before a large model is read. */
    public static void warmUpCold() {
        if (vectors()) {
            WarmUp.startCold();
        }
    }

    /** Waits for what {@link #warmUp} began: what runs before that takes far longer. */
    public static void awaitWarmUp() {
        WarmUp.await();
    }

    private static Kernels choose() {
        if (vectors()) {
            return new VectorKernels();
        }
        if (!asked()) {
            System.getLogger("dev.fovea")
                    .log(
                            Level.WARNING,
                            "the module jdk.incubator.vector is missing, so slow kernels run; start java with"
                                    + " --add-modules jdk.incubator.vector");
        }
        return new ReferenceKernels();
    }

    /** Whether reference kernels are asked for. */
    private static boolean asked() {
        return "reference".equals(System.getProperty(PROPERTY));
    }
}
