package dev.fovea.kernel;

import java.lang.System.Logger.Level;

/** Which kernels this JVM can run. */
public final class KernelChoice {
    private static final Kernels BEST = choose();

    private KernelChoice() {}

    /**
     * The fastest kernels there are here: SIMD where the module {@code jdk.incubator.vector} was added and the
     * property {@code fovea.kernels} is not {@code reference}.
     */
    public static Kernels best() {
        return BEST;
    }

    /** Whether those have SIMD. */
    public static boolean vectors() {
        return BEST.getClass() != ReferenceKernels.class;
    }

    /**
     * Has the JVM begin to compile those that predictions of large networks need, where they have SIMD; to be called before
     * a large model is read.
     */
    public static void warmUp() {
        if (vectors()) {
            WarmUp.start();
        }
    }

    /** Waits for what {@link #warmUp} began, if it did: what runs before that takes far longer. */
    public static void awaitWarmUp() {
        WarmUp.await();
    }

    private static Kernels choose() {
        if ("reference".equals(System.getProperty("fovea.kernels"))) {
            return new ReferenceKernels();
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.getLogger("dev.fovea")
                    .log(
                            Level.WARNING,
                            "the module jdk.incubator.vector is missing, so slow kernels run; start java with"
                                    + " --add-modules jdk.incubator.vector");
            return new ReferenceKernels();
        }
        return new VectorKernels();
    }
}
